package io.partnerapi.worker.outcome;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.check.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public keys to which sensitive answers are encrypted: by key id the organization's, else the one named
 * {@code default}. Immutable.
 */
public final class Recipients {
    private static final String DEFAULT = "default";
    /** RFC 7518, 4.3. */
    private static final int LEAST_RSA_BITS = 2_048;

    private static final String OF_USE = "Use an RSA key of 2048 bits or more, or an EC key on P-256, P-384 or P-521";

    private final JWKSet keys;

    private Recipients(JWKSet keys) {
        this.keys = keys;
    }

    /** No keys: no sensitive answer is accepted. */
    public static Recipients none() {
        return new Recipients(new JWKSet());
    }

    /**
     * @param file JWKS file of RSA or EC public keys
     * @throws InvalidSettings if it cannot be read, naming each key in it that cannot encrypt or must not lie there
     */
    public static Recipients load(Path file) {
        JWKSet keys = read(file);
        List<Problem> problems = keys.getKeys().stream()
                .flatMap(key -> wrong(keys, key).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return new Recipients(keys);
    }

    private static JWKSet read(Path file) {
        try {
            String text = Files.readString(file);
            JWKSet keys = JWKSet.parse(text);
            // The library leaves out, in silence, what it does not know.
            if (keys.isEmpty()
                    || keys.size() != JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(text), "keys").length) {
                throw new ParseException("it holds no key, or one of an unknown type", 0);
            }
            return keys;
        } catch (IOException | ParseException e) {
            throw new InvalidSettings(List.of(problem(
                    file.toString(),
                    "is not a JWKS of RSA or EC public keys: " + e.getMessage(),
                    "Write {\"keys\":[...]} with the public keys of the recipients")));
        }
    }

    private static Optional<Problem> wrong(JWKSet keys, JWK key) {
        String id = "key " + key.getKeyID();
        if (key.isPrivate()) {
            return Optional.of(
                    problem(id, "is a private or a shared key", "Take it out at once, and give it up: it was seen"));
        }
        if (key.getKeyID() == null
                || keys.getKeys().stream()
                                .filter(other -> key.getKeyID().equals(other.getKeyID()))
                                .count()
                        > 1) {
            return Optional.of(
                    problem(id, "must have a \"kid\" of its own", "Name each key by its organization, or default"));
        }
        if (!(key instanceof RSAKey) && !(key instanceof ECKey)) {
            return Optional.of(
                    problem(id, "is of type " + key.getKeyType() + ", which cannot be encrypted to", OF_USE));
        }
        if (key instanceof RSAKey && key.size() < LEAST_RSA_BITS) {
            return Optional.of(problem(id, "has only " + key.size() + " bits", OF_USE));
        }
        if (KeyUse.SIGNATURE.equals(key.getKeyUse())
                || (key.getAlgorithm() != null
                        && !key.getAlgorithm().getName().startsWith(key instanceof RSAKey ? "RSA-OAEP" : "ECDH-ES"))) {
            return Optional.of(problem(
                    id,
                    "is for another use or algorithm than " + algorithm(key),
                    "Ask the recipient for a key to encrypt to"));
        }
        try {
            new Recipients(keys).encrypt(key.getKeyID(), null, new byte[1]);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(problem(id, "cannot be encrypted to", OF_USE));
        }
    }

    private static Problem problem(String shown, String rule, String advice) {
        return new Problem("results.recipients", shown, rule, advice);
    }

    /** Whether an answer could be encrypted for this organization. */
    public boolean has(@Nullable String organizationId) {
        return key(organizationId) != null;
    }

    /**
     * The body as a JWE in compact form.
     *
     * @throws IllegalStateException if there is no key: a bug, since such commands are refused
     */
    public String encrypt(@Nullable String organizationId, @Nullable String contentType, byte[] body) {
        JWK key = key(organizationId);
        if (key == null) {
            throw new IllegalStateException("no recipient key");
        }
        try {
            JWEHeader header = new JWEHeader.Builder(algorithm(key), EncryptionMethod.A256GCM)
                    .keyID(key.getKeyID())
                    .contentType(contentType)
                    .build();
            JWEObject sealed = new JWEObject(header, new Payload(body));
            sealed.encrypt(encrypter(key));
            return sealed.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was accepted cannot encrypt", e);
        }
    }

    private @Nullable JWK key(@Nullable String organizationId) {
        JWK own = organizationId == null ? null : keys.getKeyByKeyId(organizationId);
        return own != null ? own : keys.getKeyByKeyId(DEFAULT);
    }

    private static boolean elliptic(JWK key) {
        return "EC".equals(key.getKeyType().getValue());
    }

    private static JWEAlgorithm algorithm(JWK key) {
        return elliptic(key) ? JWEAlgorithm.ECDH_ES_A256KW : JWEAlgorithm.RSA_OAEP_256;
    }

    private static JWEEncrypter encrypter(JWK key) throws JOSEException {
        return elliptic(key) ? new ECDHEncrypter(key.toECKey()) : new RSAEncrypter(key.toRSAKey());
    }
}
