package io.partnerapi.worker.kafka;

import io.partnerapi.worker.check.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/** Looks whether the clients can use the files of keys and certificates that the settings name, before any of them tries. */
final class KeyStores {
    private static final Set<String> OVER_TLS = Set.of("SSL", "SASL_SSL");
    private static final String TRUSTSTORE = "ssl.truststore.";
    private static final String KEYSTORE = "ssl.keystore.";
    private static final String KEY_PASSWORD = "ssl.key.password";
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private final String prefix;
    private final Map<String, Object> properties;

    /**
     * @param prefix of the settings that one kind of client has
     * @param properties what it is handed
     */
    KeyStores(String prefix, Map<String, Object> properties) {
        this.prefix = prefix;
        this.properties = properties;
    }

    /** What is wrong with the authorities to trust, if anything. */
    Optional<Problem> wrongTrustStore() {
        return wrong(TRUSTSTORE, (store, password) -> {
            if (store.size() == 0) {
                throw new Unusable(
                        TRUSTSTORE + "location",
                        "holds no certificate that this password shows",
                        "Import the authority of the brokers' certificates into it, or correct " + prefix + TRUSTSTORE
                                + "password");
            }
        });
    }

    /** What is wrong with the worker's own key, if anything. */
    Optional<Problem> wrongKeyStore() {
        return wrong(KEYSTORE, this::checkKey);
    }

    private void checkKey(KeyStore store, char @Nullable [] password) throws GeneralSecurityException, Unusable {
        String own = text(KEY_PASSWORD);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                try {
                    store.getKey(alias, own == null ? password : own.toCharArray());
                    return;
                } catch (UnrecoverableKeyException e) {
                    throw new Unusable(
                            KEY_PASSWORD,
                            "does not open the key in " + text(KEYSTORE + "location"),
                            "Set the password that the key was made with");
                }
            }
        }
        throw new Unusable(
                KEYSTORE + "location", "holds no private key", "Name the key store with the worker's own key");
    }

    /** What one kind of store must fulfil besides being one. */
    private interface Content {
        void check(KeyStore store, char @Nullable [] password) throws GeneralSecurityException, Unusable;
    }

    private Optional<Problem> wrong(String kind, Content content) {
        String location = text(kind + "location");
        String protocol = text("security.protocol");
        boolean used = protocol != null && OVER_TLS.contains(protocol) && text("ssl.engine.factory.class") == null;
        if (location == null || !used || isNoFile(kind)) {
            return Optional.empty();
        }
        try {
            check(kind, file(kind, location), content);
            return Optional.empty();
        } catch (Unusable e) {
            boolean secret = KafkaClient.isSecret(e.name);
            return Optional.of(new Problem(prefix + e.name, secret ? null : text(e.name), e.rule, e.advice));
        }
    }

    /** What only the client can read: values that it is told by others, types of other providers, keys in hardware. */
    private boolean isNoFile(String kind) {
        return text("security.providers") != null
                || "PKCS11".equals(text(kind + "type"))
                || Stream.of(kind + "location", kind + "type", kind + "password", KEY_PASSWORD)
                        .anyMatch(name -> KafkaSettings.isIndirect(properties, name));
    }

    private static Path file(String kind, String location) throws Unusable {
        try {
            Path file = Path.of(location);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException none) {
            // The same advice helps.
        }
        throw new Unusable(
                kind + "location", "must be a file that the worker can read", "Check the path and its rights");
    }

    private void check(String kind, Path file, Content content) throws Unusable {
        String type = text(kind + "type");
        String password = text(kind + "password");
        char[] opening = password == null ? null : password.toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            if ("PEM".equals(type)) {
                checkPem(kind, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                return;
            }
            KeyStore store = KeyStore.getInstance(type == null ? SslConfigs.DEFAULT_SSL_TRUSTSTORE_TYPE : type);
            store.load(in, opening);
            content.check(store, opening);
        } catch (KeyStoreException e) {
            throw new Unusable(
                    kind + "type", "is no type of key store that this JVM knows", "Write PKCS12, JKS or PEM");
        } catch (IOException | GeneralSecurityException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? new Unusable(kind + "password", "does not open " + file, "Set the password that it was made with")
                    : new Unusable(
                            kind + "location",
                            "holds no key store of type "
                                    + (type == null ? SslConfigs.DEFAULT_SSL_TRUSTSTORE_TYPE : type),
                            "Name another file, or set " + prefix + kind + "type to PKCS12, JKS or PEM");
        }
    }

    /** A key and other blocks may stand beside the certificates. */
    private static void checkPem(String kind, String text) throws GeneralSecurityException, Unusable {
        String certificates =
                CERTIFICATE.matcher(text).results().map(MatchResult::group).collect(Collectors.joining("\n"));
        if (kind.equals(KEYSTORE) && !text.contains("PRIVATE KEY-----")) {
            throw new Unusable(
                    kind + "location", "holds no private key in PEM form", "Put the worker's own key into it");
        }
        if (CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty()) {
            throw new Unusable(
                    kind + "location",
                    "holds no certificate in PEM form",
                    "Use a file with lines -----BEGIN CERTIFICATE-----");
        }
    }

    private @Nullable String text(String name) {
        Object value = properties.get(name);
        return value == null ? null : value.toString();
    }

    /** Why a store is of no use, by the setting to change. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final String rule;
        private final String advice;

        Unusable(String name, String rule, String advice) {
            super(rule);
            this.name = name;
            this.rule = rule;
            this.advice = advice;
        }
    }
}
