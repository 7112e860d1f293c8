package io.partnerapi.worker.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a token for the grid, where values cross the wire in the clear: only who knows the client secret can open it.
 *
 * <p>AES-256-GCM; the key comes from the client secret by HKDF with a random salt, so no key meets the same nonce twice. The
 * credential, the generation and the expiry are authenticated: a sealed token cannot pass for another one.
 */
final class TokenSealing {

    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final String key;
    private final SecureRandom random = new SecureRandom();

    /** @param key the {@linkplain TokenSettings#key() credential} that the tokens belong to */
    TokenSealing(String key) {
        this.key = key;
    }

    String seal(String secret, long generation, Instant expiresAt, String token) {
        return seal(secret, context(generation, expiresAt), token);
    }

    /** @param context what the text is; it is opened as nothing else */
    String seal(String secret, String context, String text) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, salt, nonce, context)
                    .doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(SALT_BYTES + NONCE_BYTES + sealed.length)
                            .put(salt)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + CIPHER, e);
        }
    }

    /** The token; empty if it was sealed with another secret, for another generation or expiry, or is damaged. */
    Optional<String> open(String secret, long generation, Instant expiresAt, String text) {
        return open(secret, context(generation, expiresAt), text);
    }

    /** The text; empty if it was sealed with another secret, as something else, or is damaged. */
    Optional<String> open(String secret, String context, String text) {
        try {
            ByteBuffer sealed = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            if (sealed.remaining() < SALT_BYTES + NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] salt = new byte[SALT_BYTES];
            byte[] nonce = new byte[NONCE_BYTES];
            sealed.get(salt).get(nonce);
            byte[] rest = new byte[sealed.remaining()];
            sealed.get(rest);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, secret, salt, nonce, context).doFinal(rest);
            return Optional.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String secret, byte[] salt, byte[] nonce, String context)
            throws GeneralSecurityException {
        byte[] aesKey = Hkdf.derive(
                secret.getBytes(StandardCharsets.UTF_8), salt, key.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(aesKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((key + "|" + context).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String context(long generation, Instant expiresAt) {
        return generation + "|" + expiresAt;
    }
}
