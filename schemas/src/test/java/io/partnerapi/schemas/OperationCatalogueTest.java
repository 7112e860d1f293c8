package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationCatalogueTest {
    private static final String COLUMNS = "operation,class,method,target,path,sensitive,what_a_blind_repeat_does\n";

    private final OperationCatalogue catalogue = OperationCatalogue.standard();

    @ParameterizedTest
    @CsvSource({
        "API, GET,  /cards/9d40, get-single-card-details",
        "API, HEAD, /cards/9d40, get-single-card-details",
        "API, GET,  /cards/available-cards, get-available-cards",
        "API, GET,  /cards/available%2Dcards, get-available-cards",
        "API, POST, /cards/details, get-multiple-card-details",
        "API, POST, /cards/9d40, issue-card",
        "API, POST, /cards/requests, create-card-request",
        "API, GET,  /cards/limits/card-controls, get-card-controls-by-card",
        "API, PUT,  /cards/limits/card-controls, update-card-limit",
        "API, GET,  /cards/card-controls/supported-currencies, get-card-controls-supported-currencies",
        "API, GET,  /partner-management/signing/jwks.json, get-partner-signing-jwks",
        "PCI, GET,  /card-details/9d40, card-pan-and-cvv-pci-vault",
        "PCI, GET,  /card-details/widget/9d40/otp, get-otp-for-pci-widget",
    })
    void findsAnOperation(Target target, String method, String path, String name) {
        assertThat(catalogue.find(target, method, path)).map(Operation::name).contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "API, GET,  /cards/",
        "API, GET,  /Cards",
        "API, GET,  /cards/9d40/",
        "API, GET,  /cards/9d40/unknown",
        "API, DELETE, /cards/9d40",
        "API, GET,  /card-details/9d40",
        "PCI, GET,  /cards",
        "API, GET,  /",
        "API, GET,  ''",
    })
    void findsNothingElse(Target target, String method, String path) {
        assertThat(catalogue.find(target, method, path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "API, GET,   /cards/9d40,              SAFE,   true",
        "API, POST,  /cards/details,           SAFE,   true",
        "API, PATCH, /cards/9d40,              UNSAFE, true",
        "API, POST,  /cards/9d40,              UNSAFE, false",
        "API, PUT,   /cards/limits/9d40,       UNSAFE, false",
        "PCI, GET,   /card-details/widget/9d40/otp, UNSAFE, false",
        "PCI, HEAD,  /card-details/widget/9d40/otp, UNSAFE, false",
        "API, GET,   /unknown,                 SAFE,   true",
        "API, HEAD,  /unknown,                 SAFE,   true",
        "API, POST,  /unknown,                 UNSAFE, true",
        "API, DELETE, /unknown,                UNSAFE, true",
    })
    void knowsWhatMayBeRepeated(Target target, String method, String path, Repeat repeat, boolean allowsSafe) {
        assertThat(catalogue.defaultRepeat(target, method, path)).isEqualTo(repeat);
        assertThat(catalogue.allowsSafe(target, method, path)).isEqualTo(allowsSafe);
    }

    @ParameterizedTest
    @CsvSource({
        "PCI, /anything",
        "API, /cards/9d40/pin",
        "API, /cards/9d40/PIN",
        "API, /cards/9d40/%70in",
        "API, /cards/9d40/instant/pci",
        "API, /otp/9d40",
        "API, /pan",
        "API, /cards/cvv/9d40",
    })
    void isSensitive(Target target, String path) {
        assertThat(catalogue.sensitive(target, path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cards/9d40", "/cards/pinned", "/company/9d40", "/cards/9d40/instant"})
    void isNotSensitive(String path) {
        assertThat(catalogue.sensitive(Target.API, path)).isFalse();
    }

    @Test
    void aSensitiveOperationIsSensitiveWithEveryMethod() {
        // Given
        OperationCatalogue own = OperationCatalogue.parse(COLUMNS + "show,READ,GET,api,/secrets/{id},yes,\n");

        // Then
        assertThat(own.sensitive(Target.API, "/secrets/1")).isTrue();
        assertThat(own.sensitive(Target.API, "/secrets")).isFalse();
        assertThat(own.find(Target.API, "GET", "/secrets/1"))
                .contains(new Operation("show", OperationClass.READ, true));
    }

    @Test
    void theStandardCatalogueHoldsAllKnownOperations() {
        // When
        var rows = CatalogueReader.read(
                new String(Contract.bytes(Contract.file("operations.csv")), StandardCharsets.UTF_8));

        // Then
        assertThat(rows).hasSize(218);
        assertThat(rows).filteredOn(row -> row.call().isPresent()).hasSize(48);
        assertThat(rows)
                .filteredOn(row -> row.operation().sensitive())
                .extracting(row -> row.operation().name())
                .containsExactlyInAnyOrder(
                        "get-card-pin",
                        "issue-card-instant-with-pci",
                        "card-pan-and-cvv-pci-vault",
                        "get-otp-for-pci-widget");
        assertThat(rows)
                .filteredOn(row ->
                        row.call().filter(call -> call.target() == Target.PCI).isPresent())
                .allMatch(row -> row.operation().sensitive());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,READ,GET,api,/a,                | there are 6 fields instead of 7",
                "a,READ,GET,api,/a,,b,c            | there are 8 fields instead of 7",
                "a,READ,GET,api,/a,,\"b            | a double quote is not closed",
                "a,SAFE,GET,api,/a,,               | class 'SAFE' must be one of [READ, WRITE, UNSAFE]",
                "a,READ,get,api,/a,,               | method 'get' must be one of [GET, HEAD, POST, PUT, PATCH, DELETE]",
                "a,READ,GET,,/a,,                  | target '' must be one of [api, pci]",
                "a,READ,GET,api,,,                 | '' is not a path of literals and {parameters}",
                "a,READ,GET,api,/a/,,              | '/a/' is not a path of literals and {parameters}",
                "a,READ,GET,api,/a{b},,            | '/a{b}' is not a path of literals and {parameters}",
                "a,READ,GET,api,/a,no,             | sensitive 'no' must be one of [yes, ]",
                "first,READ,,,,,                   | 'first' is there twice",
                "b,READ,GET,api,/first/{other},,   | 'GET api /first/{}' is there twice",
                "A b,READ,,,,,                     | 'A b' is not an operation's name",
            })
    void aBadLineIsNamed(String line, String problem) {
        assertThatThrownBy(() -> OperationCatalogue.parse(
                        COLUMNS + "first,READ,GET,api,/first/{id},,\"a, \"\"b\"\"\"\n" + line + "\n"))
                .hasMessage("Operation catalogue, line 3: " + problem);
    }

    @Test
    void theColumnsAreChecked() {
        assertThatThrownBy(() -> OperationCatalogue.parse("")).hasMessageStartingWith("Operation catalogue, line 1: ");
        assertThatThrownBy(() -> OperationCatalogue.parse("operation,class\n"))
                .hasMessage("Operation catalogue, line 1: the columns must be " + COLUMNS.strip());
    }
}
