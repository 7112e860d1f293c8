package io.partnerapi.worker.token;

import java.util.HexFormat;

/**
 * The client secret as it is now, and a fingerprint that tells whether it changed; its text form shows neither.
 *
 * @param fingerprint may lie on the grid: the secret cannot be computed from it
 */
record Credentials(String secret, String fingerprint) {

    private static final String SALT = "partner-worker/credentials";
    private static final int FINGERPRINT_BYTES = 16;

    /** @param key the {@linkplain TokenSettings#key() credential} that the secret belongs to */
    static Credentials of(String key, String secret) {
        return new Credentials(secret, HexFormat.of().formatHex(Hkdf.derive(secret, SALT, key, FINGERPRINT_BYTES)));
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
