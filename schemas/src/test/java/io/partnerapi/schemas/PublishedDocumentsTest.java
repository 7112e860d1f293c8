package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The JSON Schema files say what the code does. */
class PublishedDocumentsTest {
    static final List<String> SCHEMAS = Contract.SCHEMAS;

    @ParameterizedTest
    @FieldSource("SCHEMAS")
    void aSchemaIsValidDescribedAndAcceptsItsExamples(String name) {
        // Given
        JsonNode schema = Contract.json(name);

        // Then
        assertThat(Contract.metaschema().validate(schema)).isEmpty();
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("$id").asText()).endsWith("/" + name + ".schema.json");
        assertThat(schema.path("title").asText()).isNotBlank();
        assertThat(schema.path("description").asText()).isNotBlank();
        assertThat(schema.path("properties"))
                .allSatisfy(property ->
                        assertThat(property.path("description").asText()).isNotBlank());
        assertThat(schema.path("examples")).isNotEmpty().allSatisfy(example -> assertThat(
                        Contract.schema(name).validate(example))
                .isEmpty());
    }

    /** Validators of Go, Rust and OPA know regular expressions as RE2 has them: without look-around. */
    @ParameterizedTest
    @FieldSource("SCHEMAS")
    void everyPatternOfASchemaIsOneOfRe2(String name) {
        // When
        List<JsonNode> patterns = Contract.json(name).findValues("pattern");

        // Then
        assertThat(patterns).allSatisfy(pattern -> assertThatCode(() -> Pattern.compile(pattern.asText()))
                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, true",
        "P1D, true",
        "P1DT1H, true",
        "P1DT1H1M1S, true",
        "PT1H1S, true",
        "PT1M, true",
        "PT0.000000001S, true",
        "P7D, true",
        "PT0S, false",
        "P0DT0H0M0.0S, false",
        "P, false",
        "PT, false",
        "P1DT, false",
        "P1H, false",
        "PT1D, false",
        "PT1S1M, false",
        "PT.5S, false",
        "PT1.S, false",
        "PT12345678S, false",
        "P-1D, false",
        "1D, false",
    })
    void theSchemaKnowsADuration(String ttl, boolean valid) {
        // When
        JsonNode command = Contract.json("command").at("/examples/0").deepCopy();
        ((ObjectNode) command).remove("deadline");
        ((ObjectNode) command).put("ttl", ttl);

        // Then
        assertThat(Contract.schema("command").validate(command).isEmpty()).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_ID_LENGTH,              /properties/id/maxLength",
        "MAX_ORGANIZATION_ID_LENGTH, /properties/organizationId/maxLength",
        "MAX_PATH_LENGTH,            /properties/path/maxLength",
        "MAX_QUERY_NAMES,            /properties/query/maxProperties",
        "MAX_QUERY_NAME_LENGTH,      /properties/query/propertyNames/maxLength",
        "MAX_QUERY_VALUE_LENGTH,     /properties/query/additionalProperties/anyOf/0/maxLength",
        "MAX_QUERY_VALUE_LENGTH,     /properties/query/additionalProperties/anyOf/1/items/maxLength",
        "MAX_QUERY_VALUES,           /properties/query/additionalProperties/anyOf/1/maxItems",
        "MAX_HEADER_VALUE_LENGTH,    /properties/headers/additionalProperties/maxLength",
        "MAX_CONTENT_TYPE_LENGTH,    /properties/contentType/maxLength",
    })
    void theSchemaCarriesTheLimitsOfTheCode(String limit, String pointer) throws ReflectiveOperationException {
        assertThat(Contract.json("command").at(pointer).intValue())
                .isEqualTo(Limits.class.getField(limit).getInt(null));
    }

    @Test
    void theSchemaCarriesTheLimitOfBinaryBodies() {
        assertThat(Contract.json("command")
                        .at("/properties/bodyBase64/maxLength")
                        .intValue())
                .isEqualTo(BinaryBody.of(new byte[Limits.MAX_BINARY_BODY_BYTES])
                        .toBase64()
                        .length());
    }

    @Test
    void theHeadersOfTheSchemaAreThoseOfTheCode() {
        // When
        Set<String> titles = StreamSupport.stream(
                        Contract.json("command")
                                .at("/properties/headers/propertyNames/anyOf")
                                .spliterator(),
                        false)
                .map(entry -> entry.path("title").asText())
                .collect(Collectors.toSet());

        // Then
        assertThat(titles).isEqualTo(Set.copyOf(CommandRules.HEADERS.values()));
    }

    @Test
    void deadLetterHeadersAreThoseOfTheSchema() {
        JsonNode schema = Contract.json("dead-letter-headers");
        List<JsonNode> always = new ArrayList<>(constants(DeadLetterHeaders.class));
        always.remove(TextNode.valueOf(DeadLetterHeaders.LEFT_OUT));
        always.remove(TextNode.valueOf(DeadLetterHeaders.ORIGINAL));
        assertThat(schema.path("required")).containsExactlyInAnyOrderElementsOf(always);
        assertThat(schema.path("properties").has(DeadLetterHeaders.LEFT_OUT)).isTrue();
        assertThat(schema.path("properties")).hasSize(always.size() + 1);
        assertThat(schema.path("patternProperties").has("^" + DeadLetterHeaders.ORIGINAL))
                .isTrue();
    }

    static List<JsonNode> constants(Class<?> type) {
        return Arrays.stream(type.getFields()).map(PublishedDocumentsTest::text).toList();
    }

    private static JsonNode text(Field constant) {
        try {
            return TextNode.valueOf((String) constant.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
