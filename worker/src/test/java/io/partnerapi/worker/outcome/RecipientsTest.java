package io.partnerapi.worker.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import io.partnerapi.worker.check.InvalidSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key to which no result could be encrypted is told at the start, not after the call. */
class RecipientsTest {
    /** The X25519 key of RFC 8037, A.6. */
    private static final String X25519 =
            "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"key\",\"x\":\"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"}";

    /** The public key of the curve's base point. */
    private static final String SECP256K1 = "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"kid\":\"key\","
            + "\"x\":\"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g\",\"y\":\"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg\"}";

    private static final String OF_UNKNOWN_TYPE = "{\"kty\":\"AKP\",\"kid\":\"key\",\"pub\":\"AAAA\"}";

    @TempDir
    Path folder;

    static Stream<Arguments> useless() throws Exception {
        ECKey elliptic = new ECKeyGenerator(Curve.P_256).keyID("key").generate();
        return Stream.of(
                arguments(rsa(512).build().toJSONString(), "key key: has only 512 bits"),
                arguments(rsa(1024).build().toJSONString(), "key key: has only 1024 bits"),
                arguments(SECP256K1, "key key: cannot be encrypted to"),
                arguments(X25519, "key key: is of type OKP, which cannot be encrypted to"),
                arguments(OF_UNKNOWN_TYPE, "one of an unknown type"),
                arguments(elliptic.toJSONString(), "key key: is a private or a shared key"),
                arguments(
                        new OctetSequenceKeyGenerator(256)
                                .keyID("key")
                                .generate()
                                .toJSONString(),
                        "key key: is a private or a shared key"),
                arguments(rsa(2048).keyID(null).build().toJSONString(), "must have a \"kid\" of its own"),
                arguments(
                        rsa(2048).keyUse(KeyUse.SIGNATURE).build().toJSONString(),
                        "is for another use or algorithm than RSA-OAEP-256"),
                arguments(
                        rsa(2048).algorithm(JWSAlgorithm.RS256).build().toJSONString(),
                        "is for another use or algorithm than RSA-OAEP-256"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("useless")
    void keyThatCannotEncryptIsRefused(String key, String problem) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("keys.json"), "{\"keys\":[" + key + "]}");

        // When
        InvalidSettings refused = refused(file);

        // Then
        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.getMessage()).startsWith("results.recipients = ").contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keys", "[]", "{}", "{\"keys\":[]}", "{\"keys\":7}", "{\"keys\":[7]}"})
    void fileThatHoldsNoKeyIsRefused(String text) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("keys.json"), text);

        // When
        InvalidSettings refused = refused(file);

        // Then
        assertThat(refused.getMessage()).contains("is not a JWKS of RSA or EC public keys");
    }

    @Test
    void everyUselessKeyIsNamedAtOnce() throws Exception {
        // Given
        RSAKey weak = rsa(512).keyID("weak").build();
        RSAKey twice = rsa(2048).keyID("twice").build();
        Path file = write(List.of(weak, twice, twice));

        // When
        InvalidSettings refused = refused(file);

        // Then
        assertThat(refused.problems())
                .extracting(problem -> problem.shown())
                .containsExactly("key weak", "key twice", "key twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void keyOfACommonCurveIsTaken(String curve) throws Exception {
        // Given
        ECKey key =
                new ECKeyGenerator(Curve.parse(curve)).keyID("org").generate().toPublicJWK();

        // When
        Recipients recipients =
                Recipients.load(write(List.of(key, rsa(2048).keyID("default").build())));

        // Then
        assertThat(recipients.encrypt("org", null, new byte[1])).isNotEmpty();
        assertThat(recipients.encrypt("another", null, new byte[1])).isNotEmpty();
    }

    private Path write(List<JWK> keys) throws Exception {
        return Files.writeString(folder.resolve("keys.json"), new JWKSet(keys).toString());
    }

    private static InvalidSettings refused(Path file) {
        return assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> Recipients.load(file))
                .actual();
    }

    /** The library's own generator makes no weak ones. */
    private static RSAKey.Builder rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return new RSAKey.Builder((RSAPublicKey) generator.generateKeyPair().getPublic()).keyID("key");
    }
}
