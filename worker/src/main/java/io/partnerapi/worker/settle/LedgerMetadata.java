package io.partnerapi.worker.settle;

import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;

/**
 * The part of a ledger beyond the committed offset, as it stands in the commit's metadata: {@code pw1.SETTLED.STARTED},
 * two bitmaps relative to the committed offset, lowest bit first, base64url without padding.
 */
public final class LedgerMetadata {
    /** The longest text that a broker takes by default ({@code offset.metadata.max.bytes}). */
    static final int MAX_LENGTH = 4096;

    private static final String VERSION = "pw1";

    private final BitSet settled;
    private final BitSet started;

    LedgerMetadata(BitSet settled, BitSet started) {
        this.settled = (BitSet) settled.clone();
        this.started = (BitSet) started.clone();
    }

    /** Nothing known beyond the committed offset. */
    public static LedgerMetadata none() {
        return new LedgerMetadata(new BitSet(), new BitSet());
    }

    /** Reads what {@link #text} wrote; empty for text of another writer or version, or damaged. */
    public static Optional<LedgerMetadata> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION) || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LedgerMetadata(bits(parts[1]), bits(parts[2])));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** The commit's metadata; empty when nothing is known beyond the committed offset. */
    public String text() {
        return settled.isEmpty() && started.isEmpty() ? "" : VERSION + "." + text(settled) + "." + text(started);
    }

    BitSet settled() {
        return (BitSet) settled.clone();
    }

    BitSet started() {
        return (BitSet) started.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LedgerMetadata that && settled.equals(that.settled) && started.equals(that.started);
    }

    @Override
    public int hashCode() {
        return 31 * settled.hashCode() + started.hashCode();
    }

    @Override
    public String toString() {
        return "settled " + settled + ", started " + started;
    }

    private static BitSet bits(String text) {
        return BitSet.valueOf(Base64.getUrlDecoder().decode(text));
    }

    private static String text(BitSet bits) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits.toByteArray());
    }
}
