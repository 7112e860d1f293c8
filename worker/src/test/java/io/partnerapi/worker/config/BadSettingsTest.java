package io.partnerapi.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.partnerapi.worker.check.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadSettingsTest {

    private static final String TOPIC = "Use 1 to 249 letters, digits, '.', '_' or '-'.";
    private static final String NAME = "must be 1 to 64 letters, digits, '.', '_' or '-'. Use only those characters.";
    private static final String OTHER_TOPIC =
            "must differ from the other topics. Give each purpose a topic of its own: the worker would read what it writes.";
    private static final String HTTPS = "must be an https URL, since the token and the commands travel to it."
            + " Use https://; for a private authority set partner.trusted-certificates.";

    @TempDir
    Path folder;

    static Stream<Arguments> oneBadSetting() {
        return Stream.of(
                bad("topics.commands", "a:10", "must have a priority from 0 to 9. Use 0 for what goes first."),
                bad(
                        "topics.commands",
                        "a:first",
                        "must be topics, each name or name:priority."
                                + " Separate them by commas, such as partner.urgent:0,partner.commands:5."),
                arguments("topics.commands", "a,,b", "topics.commands =  (FILE): must be a legal topic name. " + TOPIC),
                arguments("topics.commands", "a,a:1", "topics.commands = a (FILE): " + OTHER_TOPIC),
                bad("topics.results", "a/b", "must be a legal topic name. " + TOPIC),
                bad("topics.results", "..", "must be a legal topic name. " + TOPIC),
                bad("topics.state", "partner.quota", OTHER_TOPIC),
                bad("topics.reply-allowed", "partner.commands", OTHER_TOPIC),
                bad("topics.create", "yes", "must be true or false. Write one of the two."),
                bad(
                        "partner.token-request",
                        "basic",
                        "must be json, client_secret_post or client_secret_basic. Write one of the three."),
                bad("partner.environment", "live", "must be sandbox or production. Write one of the two."),
                bad("partner.base-url", "http://partner.example/", HTTPS),
                bad("partner.pci-base-url", "ftp://partner.example/", HTTPS),
                bad("partner.token-url", "http://127.0.0.1:1/token", HTTPS),
                bad(
                        "partner.base-url",
                        "https:///api?x=1",
                        "must be a URL with a host and without query or fragment. Use the form https://host/path."),
                bad("partner.base-url", "https://a b/", "must be a URL. Use the form https://host/path."),
                arguments(
                        "partner.base-url",
                        "https://me:pw@partner.example/",
                        "partner.base-url: must not carry a user name or password. Remove what stands before @."),
                arguments(
                        "partner.base-url",
                        "https://me:p w@partner.example/",
                        "partner.base-url: must be a URL. Use the form https://host/path."),
                bad("partner.api-version", "2 1", NAME),
                bad(
                        "partner.call-timeout",
                        "30s",
                        "must be an ISO 8601 duration. Write PT30S for 30 seconds or PT5M for 5 minutes."),
                bad(
                        "partner.call-timeout",
                        "PT0S",
                        "must be from PT0.1S to PT5M. Choose a duration in that range, such as PT0.1S."),
                bad(
                        "partner.connect-timeout",
                        "PT1H",
                        "must be from PT0.1S to PT5M. Choose a duration in that range, such as PT0.1S."),
                bad(
                        "partner.max-response-bytes",
                        "768 KB",
                        "must be a size. Write a number and B, KiB or MiB, such as 768 KiB."),
                arguments(
                        "partner.max-response-bytes",
                        "17 MiB",
                        "partner.max-response-bytes = 17825792 (FILE): must be from 1024 to 16777216."
                                + " Choose a number in that range."),
                bad("budget.calls", "-1", "must be from 0 to 10000000. Choose a number in that range."),
                bad("budget.calls", "many", "must be a whole number. Write digits only."),
                bad(
                        "budget.window",
                        "PT48H",
                        "must be from PT1S to PT24H. Choose a duration in that range, such as PT1S."),
                bad(
                        "budget.guard",
                        "PT5M",
                        "must be from PT0.1S to less than budget.window, which is PT5M."
                                + " Set it to twice the longest way of a request to the partner, such as PT5S."),
                bad("budget.egress", "a b", NAME),
                bad("worker.id", "w/1", NAME),
                bad("worker.in-flight", "0", "must be from 1 to 10000. Choose a number in that range."),
                bad("worker.http.port", "65536", "must be from 0 to 65535. Choose a number in that range."),
                bad("cluster.port", "-1", "must be from 0 to 65535. Choose a number in that range."),
                arguments(
                        "cluster.members",
                        "a:1,b c",
                        "cluster.members = b c (FILE): must be host or host:port."
                                + " Separate several addresses by commas; put an IPv6 address in brackets."),
                bad(
                        "cluster.expected-members",
                        "3",
                        "needs a way to find the other workers."
                                + " List their addresses in cluster.members, or name a Hazelcast file in cluster.config."),
                bad(
                        "cluster.config",
                        "/none.yaml",
                        "must be a file that the worker can read. Check the path and its rights."),
                bad(
                        "results.recipients",
                        "/",
                        "must be a file that the worker can read. Check the path and its rights."),
                bad(
                        "partner.trusted-certificates",
                        "/none.pem",
                        "must be a file that the worker can read. Check the path and its rights."),
                arguments(
                        "partner.client_id",
                        "x",
                        "partner.client_id: is no setting." + " Did you mean partner.client-id? If so, write that."),
                arguments(
                        "Budget.Calls",
                        "x",
                        "Budget.Calls: is no setting. Did you mean budget.calls? If so, write that."),
                arguments("colour", "x", "colour: is no setting. Remove it."),
                bad(
                        "kafka.enable.auto.commit",
                        "true",
                        "is set by the worker alone: offsets are committed together with the results, in one transaction."
                                + " Remove it."),
                bad(
                        "kafka.consumer.isolation.level",
                        "read_uncommitted",
                        "is set by the worker alone: commands of aborted transactions must never run. Remove it."),
                bad(
                        "kafka.producer.transactional.id",
                        "x",
                        "is set by the worker alone: offsets are committed together with the results, in one transaction."
                                + " Remove it."),
                bad(
                        "kafka.producer.bootstrap.servers",
                        "other:9092",
                        "must be the same for every client, since one transaction spans commands and results."
                                + " Set kafka.bootstrap.servers."),
                bad(
                        "kafka.consumer.max.poll.records",
                        "0",
                        "is not accepted by the Kafka client: Invalid value 0 for configuration max.poll.records:"
                                + " Value must be at least 1. See this setting in the documentation of Kafka."),
                bad(
                        "worker.stop-timeout",
                        "PT10S",
                        "must be from PT20S to PT15M. Choose a duration in that range, such as PT20S."),
                bad(
                        "kafka.consumer.max.poll.interval.ms",
                        "60000",
                        "is too short: the group would give partitions away while their calls are under way, which take up to"
                                + " partner.connect-timeout and partner.call-timeout. Set at least 65000, or shorten the"
                                + " two."),
                bad(
                        "kafka.request.timeout.ms",
                        "soon",
                        "is not accepted by the Kafka client: Invalid value soon for configuration request.timeout.ms:"
                                + " Not a number of type INT. See this setting in the documentation of Kafka."));
    }

    @ParameterizedTest
    @MethodSource("oneBadSetting")
    void aBadSettingIsToldByItsNameValueRuleAndAdvice(String key, String value, String expected) throws IOException {
        // Given
        Path file = file(Map.of(key, value));

        // When
        ConfigurationException refused = refused(Map.of(), file);

        // Then
        assertThat(refused.problems().stream().map(Problem::toString))
                .containsExactly(expected.replace("FILE", file.toString()));
        assertThat(refused.getMessage()).startsWith("One setting is wrong:\n  ");
    }

    @Test
    void missingCredentialsAreToldTogether() {
        // Given no settings at all

        // When
        ConfigurationException refused = assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> loader(Map.of()).load(null))
                .actual();

        // Then
        assertThat(refused).hasMessage("""
                        2 settings are wrong:
                          partner.client-id: is missing. Set the client id the partner gave you.
                          partner.client-secret: is missing. Set it, or name a file that holds it in partner.client-secret-file.""");
    }

    @Test
    void aFileOfTrustedCertificatesWithoutAnyIsRefused() throws IOException {
        // Given
        Path empty = Files.writeString(folder.resolve("none.pem"), "no certificate");

        // When
        ConfigurationException refused =
                refused(Map.of("PARTNER_TRUSTED_CERTIFICATES", empty.toString()), file(Map.of()));

        // Then
        assertThat(refused.problems().stream().map(Problem::toString))
                .containsExactly("partner.trusted-certificates = " + empty
                        + " (PARTNER_TRUSTED_CERTIFICATES): must hold at least one X.509 certificate in PEM form."
                        + " Use a file with lines -----BEGIN CERTIFICATE-----.");
    }

    @Test
    void aMissingFileOfSettingsIsTold() {
        // Given
        Path missing = folder.resolve("missing.properties");

        // When
        ConfigurationException refused = refused(Map.of(), missing);

        // Then
        assertThat(refused.problems().stream().map(Problem::toString))
                .containsExactly("--config = " + missing
                        + ": must be a file that the worker can read. Check the path and its rights.");
    }

    @Test
    void aFileThatIsNotTextIsTold() throws IOException {
        // Given
        Path latin = Files.write(folder.resolve("latin"), "a=\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Path escape = Files.writeString(folder.resolve("escape"), "a=C:\\users");

        // When
        ConfigurationException notUtf8 = refused(Map.of(), latin);
        ConfigurationException badEscape = refused(Map.of(), escape);

        // Then
        assertThat(notUtf8).hasMessageContaining("must be UTF-8 text. Save it as UTF-8.");
        assertThat(badEscape).hasMessageContaining("has a \\u that no four hexadecimal digits follow");
    }

    @Test
    void aControlCharacterInAValueCannotForgeALine() throws IOException {
        // Given
        Path file = file(Map.of("worker.id", "w\\n2 settings are fine"));

        // When
        ConfigurationException refused = refused(Map.of(), file);

        // Then
        assertThat(refused.getMessage().lines()).hasSize(2);
    }

    private static Arguments bad(String key, String value, String ruleAndAdvice) {
        return arguments(key, value, key + " = " + value + " (FILE): " + ruleAndAdvice);
    }

    private static SettingsLoader loader(Map<String, String> environment) {
        return new SettingsLoader(environment, () -> "worker-fresh", warning -> {});
    }

    private static ConfigurationException refused(Map<String, String> environment, Path file) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PARTNER_CLIENT_ID", "id");
        all.put("PARTNER_CLIENT_SECRET", "s3cret");
        return assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> loader(all).load(file))
                .actual();
    }

    private Path file(Map<String, String> settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        return Files.writeString(folder.resolve("worker.properties"), lines);
    }
}
