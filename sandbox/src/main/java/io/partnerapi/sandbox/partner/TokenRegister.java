package io.partnerapi.sandbox.partner;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The opaque tokens issued, numbered 1, 2, 3..; a new one does not end the older ones. Safe to use from any thread. */
final class TokenRegister {
    /** The most tokens remembered; the oldest is forgotten first and then is unknown. */
    static final int MAX_TOKENS = 10_000;

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new LinkedHashMap<>();
    private long generation;
    private long revokedUpTo;

    /** A token as issued. */
    record Issued(long generation, String value, Instant expires) {
        @Override
        public String toString() {
            return "Issued[generation=" + generation + ", expires=" + expires + ", value hidden]";
        }
    }

    /** What a presented token is worth; {@code generation} is 0 for a token never issued. */
    record Standing(long generation, State state) {}

    enum State {
        VALID,
        EXPIRED,
        REVOKED,
        UNKNOWN
    }

    synchronized Issued issue(Instant now, Duration lifetime) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        generation++;
        Issued token = new Issued(
                generation, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), now.plus(lifetime));
        if (issued.size() >= MAX_TOKENS) {
            issued.remove(issued.keySet().iterator().next());
        }
        issued.put(token.value(), token);
        return token;
    }

    synchronized Standing standing(String value, Instant now) {
        Issued token = issued.get(value);
        if (token == null) {
            return new Standing(0, State.UNKNOWN);
        }
        if (token.generation() <= revokedUpTo) {
            return new Standing(token.generation(), State.REVOKED);
        }
        return new Standing(token.generation(), now.isBefore(token.expires()) ? State.VALID : State.EXPIRED);
    }

    synchronized int revokeAll() {
        long newlyRevoked = issued.values().stream()
                .filter(token -> token.generation() > revokedUpTo)
                .count();
        revokedUpTo = generation;
        return (int) newlyRevoked;
    }
}
