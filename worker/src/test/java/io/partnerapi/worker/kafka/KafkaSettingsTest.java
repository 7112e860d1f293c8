package io.partnerapi.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.timing.GivenTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

    private static final Map<String, String> BROKER = Map.of("bootstrap.servers", "broker:9092");

    @Test
    void eachClientGetsWhatItKnowsAndWhatNoClientKnows() {
        // Given
        KafkaSettings settings = new KafkaSettings(
                Map.of(
                        "bootstrap.servers", "broker:9092",
                        "max.poll.records", "10",
                        "linger.ms", "5",
                        "request.timeout.ms", "1000",
                        "plugin.setting", "p"),
                Map.of("request.timeout.ms", "2000"),
                Map.of("request.timeout.ms", "3000"));

        // When
        Map<String, Object> consumer = settings.consumerProperties();
        Map<String, Object> producer = settings.producerProperties();
        Map<String, Object> admin = settings.adminProperties();

        // Then
        assertThat(consumer)
                .isEqualTo(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "max.poll.records", "10",
                        "request.timeout.ms", "2000",
                        "plugin.setting", "p"));
        assertThat(producer)
                .isEqualTo(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "linger.ms", "5",
                        "request.timeout.ms", "3000",
                        "plugin.setting", "p"));
        assertThat(admin)
                .isEqualTo(Map.of(
                        "bootstrap.servers", "broker:9092", "request.timeout.ms", "1000", "plugin.setting", "p"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker",
                "bro ker:9092",
                ":9092",
                "broker:",
                "broker:99999",
                "broker:99999999999",
                "broker:0",
                "broker:-1",
                "https://broker/",
                "a:1 b:2"
            })
    void brokerThatNoClientCouldReadIsNamed(String server) {
        // Given
        Map<String, String> common = Map.of("bootstrap.servers", "good:9092, " + server);

        // When
        InvalidSettings refused = refused(() -> new KafkaSettings(common, Map.of(), Map.of()));

        // Then
        assertThat(refused)
                .hasMessage("kafka.bootstrap.servers = " + server + ": must be host:port, with a port from 1 to 65535."
                        + " Separate several brokers by commas; put an IPv6 address in brackets.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker:9092",
                "PLAINTEXT://broker:9092",
                "[::1]:9092",
                "127.0.0.1:1",
                "my_broker-1.example:65535",
                " a:1 , b:2 "
            })
    void brokerThatTheClientsCanReadIsTaken(String servers) {
        // When
        Map<String, String> common = Map.of("bootstrap.servers", servers);

        // Then
        assertThat(new KafkaSettings(common, Map.of(), Map.of()).common()).isEqualTo(common);
    }

    @Test
    void hostsAreUnknownOnlyIfNoneIsKnown() {
        // Given
        Map<String, String> none = Map.of("bootstrap.servers", "a.invalid:9092,b.invalid:9092,a.invalid:9093");
        Map<String, String> one = Map.of("bootstrap.servers", "a.invalid:9092,127.0.0.1:9092");

        // When
        List<String> unknown = new KafkaSettings(none, Map.of(), Map.of()).unknownHosts();

        // Then
        assertThat(unknown).containsExactly("a.invalid", "b.invalid");
        assertThat(new KafkaSettings(one, Map.of(), Map.of()).unknownHosts()).isEmpty();
    }

    @Test
    void everyOwnedSettingIsOneThatSomeClientKnows() {
        // Given
        List<String> owned = new ArrayList<>(OwnedByWorker.reasons().keySet());

        // When
        owned.removeAll(KafkaClient.allNames());

        // Then
        assertThat(owned).isEmpty();
    }

    @Test
    void everyOwnedSettingIsRefused() {
        // Given
        Map<String, String> all = new HashMap<>(BROKER);
        OwnedByWorker.reasons().keySet().forEach(name -> all.put(name, "x"));

        // When
        InvalidSettings refused = refused(() -> new KafkaSettings(all, Map.of(), Map.of()));

        // Then
        assertThat(refused.problems()).hasSameSizeAs(OwnedByWorker.reasons().keySet());
    }

    @Test
    void aPasswordIsNeverShownNotEvenWhenSomethingIsWrongWithIt() {
        // Given
        String password = "p4ss";

        // When
        KafkaSettings settings =
                new KafkaSettings(BROKER, Map.of("ssl.key.password", password, "my.plugin.secret", password), Map.of());
        InvalidSettings refused = refused(() -> new KafkaSettings(
                Map.of("ssl.keystore.password", password), Map.of("fetch.min.bytes", "none"), Map.of()));

        // Then
        assertThat(settings.toString()).doesNotContain(password).contains("ssl.key.password");
        assertThat(refused).message().doesNotContain(password).contains("kafka.consumer.fetch.min.bytes = none");
        assertThat(KafkaClient.isSecret("ssl.key.password")).isTrue();
        assertThat(KafkaClient.isSecret("sasl.jaas.config")).isTrue();
        assertThat(KafkaClient.isSecret("my.plugin.secret")).isTrue();
        assertThat(KafkaClient.isSecret("fetch.min.bytes")).isFalse();
    }

    @Test
    void theConsumerMayUseEitherGroupProtocol() {
        // Given
        Map<String, String> consumer = Map.of("group.protocol", "consumer");

        // When
        KafkaSettings settings = new KafkaSettings(BROKER, consumer, Map.of());

        // Then
        assertThat(settings.consumerProperties()).containsEntry("group.protocol", "consumer");
        assertThat(settings.producerProperties()).doesNotContainKey("group.protocol");
    }

    @Test
    void theSessionIsRefusedWhereTheBrokersRuleIt() {
        // Given
        Map<String, String> common = Map.of("bootstrap.servers", "broker:9092", "session.timeout.ms", "10000");
        Map<String, String> consumer = Map.of("group.protocol", "consumer", "heartbeat.interval.ms", "3000");

        // When
        InvalidSettings refused = refused(() -> new KafkaSettings(common, consumer, Map.of()));

        // Then
        assertThat(refused)
                .message()
                .contains("kafka.session.timeout.ms = 10000: is ruled by the brokers when group.protocol is consumer")
                .contains("kafka.consumer.heartbeat.interval.ms = 3000")
                .contains("set group.consumer.session.timeout.ms of the brokers");
    }

    @Test
    void timesAreFoundWhereTheyAreSetAndTheClientsOwnWin() {
        // Given
        Map<String, String> common = Map.of("bootstrap.servers", "b:9092", "session.timeout.ms", "20000");
        Map<String, String> consumer = Map.of("max.poll.interval.ms", " 400000");

        // When
        KafkaSettings settings = new KafkaSettings(common, consumer, Map.of());

        // Then
        assertThat(settings.consumerTime("session.timeout.ms"))
                .contains(new GivenTime("kafka.session.timeout.ms", Duration.ofSeconds(20)));
        assertThat(settings.consumerTime("max.poll.interval.ms"))
                .contains(new GivenTime("kafka.consumer.max.poll.interval.ms", Duration.ofSeconds(400)));
        assertThat(settings.producerTime("transaction.timeout.ms")).isEmpty();
    }

    @Test
    void anUnknownGroupProtocolIsRefused() {
        // Given
        Map<String, String> consumer = Map.of("group.protocol", "newest");

        // When
        InvalidSettings refused = refused(() -> new KafkaSettings(BROKER, consumer, Map.of()));

        // Then
        assertThat(refused).message().contains("kafka.consumer.group.protocol = newest");
    }

    private static InvalidSettings refused(Supplier<KafkaSettings> settings) {
        return assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(settings::get)
                .actual();
    }
}
