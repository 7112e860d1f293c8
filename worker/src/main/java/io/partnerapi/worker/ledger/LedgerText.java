package io.partnerapi.worker.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;

/**
 * A ledger as it stands in a commit's metadata: {@code pw2.TOPIC.PLACE.OFFSET.EPOCH.DOUBTFUL.SETTLED.STARTED.CHECK}. First what it
 * is bound to, an {@link Anchor}, then the number of offsets in doubt, two bitmaps relative to the committed offset,
 * lowest bit first, base64url without padding, and the CRC-32C of all before it, eight hexadecimal digits. {@code
 * pw1.SETTLED.STARTED.CHECK}, or nothing at all, is an older worker's.
 */
public final class LedgerText {
    /** The longest text that a broker takes by default ({@code offset.metadata.max.bytes}). */
    public static final int MAX_LENGTH = 4096;

    private static final String FAMILY = "pw";
    private static final String UNBOUND = FAMILY + "1";
    private static final String BOUND = FAMILY + "2";
    /** Known by its end too, so that damage to its first letters does not make it another writer's. */
    private static final Pattern ENDS_AS_OURS = Pattern.compile("\\.[\\w-]*+\\.[\\w-]*+\\.[0-9a-f]{8}$");

    /** How far a text can be believed. */
    public enum Trust {
        /** Written by a worker, or empty: it says what was known. */
        WHOLE,
        /** Another writer moved the offset: of what lies beyond it nothing is known. */
        FOREIGN,
        /** A worker's, but damaged or of a newer version: of what lies beyond the offset nothing can be excluded. */
        DAMAGED
    }

    /**
     * What a text was understood as.
     *
     * @param anchor what it is bound to; empty for a text of an older worker
     */
    public record Understood(LedgerMetadata known, Trust trust, Optional<Anchor> anchor) {
        private static Understood nothing(Trust trust) {
            return new Understood(LedgerMetadata.none(), trust, Optional.empty());
        }
    }

    private LedgerText() {}

    public static String of(LedgerMetadata known, Anchor anchor) {
        OptionalInt epoch = anchor.leaderEpoch();
        String body = String.join(
                ".",
                BOUND,
                anchor.log().topicId().toString(),
                anchor.log().place(),
                Long.toString(anchor.offset()),
                epoch.isPresent() ? Integer.toString(epoch.getAsInt()) : "",
                Long.toString(known.doubtful()),
                text(known.settled()),
                text(known.started()));
        return body + "." + check(body);
    }

    /** Reads what {@link #of} wrote, and any other text as what it safely can be; never throws. */
    public static Understood parse(String text) {
        if (text.isEmpty()) {
            return Understood.nothing(Trust.WHOLE);
        }
        if (!text.startsWith(FAMILY) && !ENDS_AS_OURS.matcher(text).find()) {
            return Understood.nothing(Trust.FOREIGN);
        }
        try {
            return whole(text);
        } catch (IllegalArgumentException damaged) {
            return Understood.nothing(Trust.DAMAGED);
        }
    }

    private static Understood whole(String text) {
        String[] parts = text.split("\\.", -1);
        String check = parts[parts.length - 1];
        require(text.length() <= MAX_LENGTH && parts.length > 1);
        require(check.equals(check(text.substring(0, text.length() - check.length() - 1))));
        boolean bound = parts.length == 9 && parts[0].equals(BOUND);
        require(bound || parts.length == 4 && parts[0].equals(UNBOUND));
        BitSet settled = bits(parts[parts.length - 3]);
        BitSet started = bits(parts[parts.length - 2]);
        require(!settled.intersects(started));
        return new Understood(
                new LedgerMetadata(settled, started, bound ? number(parts[5]) : 0),
                Trust.WHOLE,
                bound ? Optional.of(anchor(parts)) : Optional.empty());
    }

    private static Anchor anchor(String[] parts) {
        OptionalInt epoch = OptionalInt.empty();
        if (!parts[4].isEmpty()) {
            epoch = OptionalInt.of(Integer.parseInt(parts[4]));
            require(epoch.getAsInt() >= 0);
        }
        return new Anchor(new LogId(Uuid.fromString(parts[1]), parts[2]), number(parts[3]), epoch);
    }

    private static long number(String text) {
        long number = Long.parseLong(text);
        require(number >= 0);
        return number;
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
