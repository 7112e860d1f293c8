package io.partnerapi.worker.settle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The part of a ledger beyond the committed offset, as it stands in the commit's metadata: {@code
 * pw1.SETTLED.STARTED.CHECK}, two bitmaps relative to the committed offset, lowest bit first, base64url without padding,
 * and the CRC-32C of all before it, eight hexadecimal digits.
 */
public final class LedgerMetadata {
    /** The longest text that a broker takes by default ({@code offset.metadata.max.bytes}). */
    static final int MAX_LENGTH = 4096;

    private static final String FAMILY = "pw";
    private static final String VERSION = FAMILY + "1";
    /** Known by its end too, so that damage to its first letters does not make it another writer's. */
    private static final Pattern ENDS_AS_OURS = Pattern.compile("\\.[\\w-]*+\\.[\\w-]*+\\.[0-9a-f]{8}$");

    private final BitSet settled;
    private final BitSet started;

    /** How far a commit's metadata can be believed. */
    public enum Trust {
        /** Written by a worker, or empty: it says what was known. */
        WHOLE,
        /** Another writer moved the offset: of what lies beyond it nothing is known. */
        FOREIGN,
        /** A worker's, but damaged or of a newer version: of what lies beyond the offset nothing can be excluded. */
        DAMAGED
    }

    /** What a commit's metadata was understood as: the safe reading of it, and why. */
    public record Understood(LedgerMetadata known, Trust trust) {}

    LedgerMetadata(BitSet settled, BitSet started) {
        this.settled = (BitSet) settled.clone();
        this.started = (BitSet) started.clone();
    }

    /** Nothing known beyond the committed offset. */
    public static LedgerMetadata none() {
        return new LedgerMetadata(new BitSet(), new BitSet());
    }

    /** Whatever a ledger can span may be on the wire. */
    static LedgerMetadata doubtful() {
        BitSet all = new BitSet();
        all.set(0, PartitionLedger.MAX_SPAN);
        return new LedgerMetadata(new BitSet(), all);
    }

    /** Reads what {@link #text} wrote, and any other text as what it safely can be; never throws. */
    public static Understood parse(String text) {
        if (text.isEmpty()) {
            return new Understood(none(), Trust.WHOLE);
        }
        if (!text.startsWith(FAMILY) && !ENDS_AS_OURS.matcher(text).find()) {
            return new Understood(none(), Trust.FOREIGN);
        }
        try {
            return new Understood(whole(text), Trust.WHOLE);
        } catch (IllegalArgumentException damaged) {
            return new Understood(doubtful(), Trust.DAMAGED);
        }
    }

    /** Without what is said of the offsets so far beyond the committed one, and further. */
    public LedgerMetadata before(long distance) {
        int end = (int) Math.max(0, Math.min(PartitionLedger.MAX_SPAN, distance));
        return new LedgerMetadata(settled.get(0, end), started.get(0, end));
    }

    /** The commit's metadata; empty when nothing is known beyond the committed offset. */
    public String text() {
        if (settled.isEmpty() && started.isEmpty()) {
            return "";
        }
        String body = VERSION + "." + text(settled) + "." + text(started);
        return body + "." + check(body);
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

    private static LedgerMetadata whole(String text) {
        String[] parts = text.split("\\.", -1);
        require(text.length() <= MAX_LENGTH && parts.length == 4 && parts[0].equals(VERSION));
        String check = parts[3];
        require(check.equals(check(text.substring(0, text.length() - check.length() - 1))));
        BitSet settled = bits(parts[1]);
        BitSet started = bits(parts[2]);
        require(!settled.intersects(started));
        return new LedgerMetadata(settled, started);
    }

    private static BitSet bits(String text) {
        BitSet bits = BitSet.valueOf(Base64.getUrlDecoder().decode(text));
        require(bits.length() <= PartitionLedger.MAX_SPAN);
        return bits;
    }

    private static void require(boolean sound) {
        if (!sound) {
            throw new IllegalArgumentException("not the text of a ledger");
        }
    }

    private static String text(BitSet bits) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits.toByteArray());
    }

    private static String check(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
