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
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The public keys to which sensitive answers are encrypted: by key id the organization's, else the one named
 * {@code default}. Immutable.
 */
public final class Recipients {
    private static final String DEFAULT = "default";

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
     * @throws IOException if it cannot be read, or holds a private key or a key that cannot encrypt
     */
    public static Recipients load(Path file) throws IOException {
        try {
            JWKSet keys = JWKSet.load(file.toFile());
            for (JWK key : keys.getKeys()) {
                if (key.isPrivate() || key.getKeyID() == null) {
                    throw new IOException(file + " must hold public keys only, each with a \"kid\"");
                }
                encrypter(key);
            }
            return new Recipients(keys);
        } catch (ParseException | JOSEException e) {
            throw new IOException(file + " is not a JWKS of RSA or EC public keys: " + e.getMessage(), e);
        }
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
