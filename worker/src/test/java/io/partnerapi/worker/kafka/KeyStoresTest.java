package io.partnerapi.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.partnerapi.sandbox.tls.CertificateAndKey;
import io.partnerapi.sandbox.tls.TestAuthority;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.check.Problem;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of keys or certificates that the Kafka clients cannot use is told at the start, by the setting to change. */
class KeyStoresTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    @BeforeAll
    static void files() throws Exception {
        TestAuthority authority = TestAuthority.inMemory("Kafka's authority", Clock.systemUTC());
        CertificateAndKey worker = authority.serverCertificate(List.of("worker"), List.of("127.0.0.1"));
        for (String type : List.of("PKCS12", "JKS")) {
            KeyStore trusted = empty(type);
            trusted.setCertificateEntry("authority", certificates(authority.certificatePem())[0]);
            write(trusted, "trusted." + type);
            KeyStore own = empty(type);
            byte[] key = Base64.getMimeDecoder().decode(worker.key().replaceAll("-----[A-Z ]+-----", ""));
            own.setKeyEntry(
                    "worker",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    PASSWORD.toCharArray(),
                    certificates(worker.certificate()));
            write(own, "own." + type);
        }
        write(empty("PKCS12"), "nothing");
        Files.writeString(folder.resolve("authority.pem"), authority.certificatePem());
        Files.writeString(folder.resolve("key-first.pem"), worker.key() + worker.certificate());
        Files.writeString(folder.resolve("key-last.pem"), worker.certificate() + worker.key());
        Files.writeString(folder.resolve("garbage"), "garbage");
        Files.writeString(folder.resolve("empty"), "");
    }

    static Stream<Arguments> useless() {
        return Stream.of(
                arguments(
                        "ssl.truststore.location",
                        trust("missing", "PKCS12", PASSWORD),
                        "must be a file that the worker can read"),
                arguments("ssl.truststore.location", trust("", "PKCS12", PASSWORD), "must be a file"),
                arguments(
                        "ssl.truststore.location",
                        trust("empty", "PKCS12", PASSWORD),
                        "holds no key store of type PKCS12"),
                arguments("ssl.truststore.location", trust("empty", "JKS", PASSWORD), "holds no key store of type JKS"),
                arguments(
                        "ssl.truststore.location", trust("garbage", "JKS", PASSWORD), "holds no key store of type JKS"),
                arguments(
                        "ssl.truststore.location",
                        trust("authority.pem", "PKCS12", PASSWORD),
                        "holds no key store of type PKCS12"),
                arguments(
                        "ssl.truststore.location",
                        trust("trusted.PKCS12", "PEM", ""),
                        "holds no certificate in PEM form"),
                arguments("ssl.keystore.location", key("authority.pem", "PEM", ""), "holds no private key in PEM form"),
                arguments("ssl.truststore.location", trust("garbage", "PEM", ""), "PEM"),
                arguments("ssl.truststore.location", trust("nothing", "PKCS12", PASSWORD), "holds no certificate"),
                arguments("ssl.truststore.location", trust("trusted.PKCS12", "PKCS12", ""), "holds no certificate"),
                arguments("ssl.truststore.type", trust("trusted.PKCS12", "P12", PASSWORD), "is no type of key store"),
                arguments("ssl.truststore.password", trust("trusted.PKCS12", "PKCS12", "wrong-one"), "does not open"),
                arguments("ssl.truststore.password", trust("trusted.JKS", "JKS", "wrong-one"), "does not open"),
                arguments("ssl.keystore.password", key("own.PKCS12", "PKCS12", "wrong-one"), "does not open"),
                arguments("ssl.keystore.location", key("trusted.JKS", "JKS", PASSWORD), "holds no private key"),
                arguments(
                        "ssl.key.password",
                        with(key("own.JKS", "JKS", PASSWORD), "ssl.key.password", "wrong-one"),
                        "does not open the key"));
    }

    @ParameterizedTest(name = "{0} {2} {1}")
    @MethodSource("useless")
    void uselessStoreIsNamedByTheSettingToChange(String setting, Map<String, String> settings, String rule) {
        // Given
        Map<String, String> over = tls(settings);

        // When
        InvalidSettings refused = assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> new KafkaSettings(over, Map.of(), Map.of()))
                .actual();

        // Then
        assertThat(refused.problems()).extracting(Problem::key).containsExactly("kafka." + setting);
        assertThat(refused.getMessage()).contains(rule).doesNotContain("wrong-one", PASSWORD);
    }

    static Stream<Map<String, String>> useful() {
        return Stream.of(
                trust("trusted.PKCS12", "PKCS12", PASSWORD),
                trust("trusted.JKS", "JKS", PASSWORD),
                trust("trusted.JKS", "JKS", ""),
                trust("authority.pem", "PEM", ""),
                trust("key-first.pem", "PEM", ""),
                key("key-first.pem", "PEM", ""),
                key("key-last.pem", "PEM", ""),
                key("of-a-token", "PKCS11", ""),
                with(trust("missing", "BCFKS", ""), "security.providers", "of.a.Provider"),
                with(trust("${file:/secrets:store}", "JKS", ""), "config.providers", "file"),
                key("own.PKCS12", "PKCS12", PASSWORD),
                with(key("own.JKS", "JKS", PASSWORD), "ssl.key.password", PASSWORD),
                with(trust("missing", "JKS", ""), "ssl.engine.factory.class", "of.a.Plugin"));
    }

    @ParameterizedTest
    @MethodSource("useful")
    void usefulStoreIsTaken(Map<String, String> settings) {
        // When
        Map<String, String> over = tls(settings);

        // Then
        assertThatCode(() -> new KafkaSettings(over, Map.of(), Map.of())).doesNotThrowAnyException();
    }

    @Test
    void storeOfOneClientIsNamedAsItsOwn() {
        // Given
        Map<String, String> right = tls(trust("trusted.JKS", "JKS", PASSWORD));
        Map<String, String> wrong = Map.of("ssl.truststore.password", "wrong-one");

        // When
        InvalidSettings refused = assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> new KafkaSettings(right, wrong, wrong))
                .actual();

        // Then
        assertThat(refused.problems())
                .extracting(Problem::key)
                .containsExactly("kafka.consumer.ssl.truststore.password", "kafka.producer.ssl.truststore.password");
    }

    private static Map<String, String> tls(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("bootstrap.servers", "broker:9092");
        all.put("security.protocol", "SSL");
        return all;
    }

    private static Map<String, String> trust(String file, String type, String password) {
        return store("ssl.truststore.", file, type, password);
    }

    private static Map<String, String> key(String file, String type, String password) {
        return store("ssl.keystore.", file, type, password);
    }

    private static Map<String, String> store(String kind, String file, String type, String password) {
        Map<String, String> settings =
                Map.of(kind + "location", folder.resolve(file).toString(), kind + "type", type);
        return password.isEmpty() ? settings : with(settings, kind + "password", password);
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static KeyStore empty(String type) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        return store;
    }

    private static void write(KeyStore store, String name) throws Exception {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static Certificate[] certificates(String pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .toArray(Certificate[]::new);
    }
}
