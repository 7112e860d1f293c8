package io.partnerapi.worker.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), which the JDK has only since 25. */
final class Hkdf {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_BYTES = 32;
    private static final int MOST_BYTES = 255 * HASH_BYTES;

    private Hkdf() {}

    static byte[] derive(byte[] material, byte[] salt, byte[] info, int length) {
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException("HKDF gives at most " + MOST_BYTES + " bytes, not " + length);
        }
        byte[] key = mac(salt.length == 0 ? new byte[HASH_BYTES] : salt, material);
        byte[] output = new byte[0];
        byte[] block = new byte[0];
        for (int i = 1; output.length < length; i++) {
            block = mac(key, block, info, new byte[] {(byte) i});
            output = Arrays.copyOf(output, output.length + HASH_BYTES);
            System.arraycopy(block, 0, output, output.length - HASH_BYTES, HASH_BYTES);
        }
        return Arrays.copyOf(output, length);
    }

    static byte[] derive(String material, String salt, String info, int length) {
        return derive(utf8(material), utf8(salt), utf8(info), length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
