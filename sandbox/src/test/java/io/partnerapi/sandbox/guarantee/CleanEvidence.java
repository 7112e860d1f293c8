package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Evidence made by hand: five commands that all ended well, and the parts to spoil it with. */
public final class CleanEvidence {
    private static final long SENT = Duration.ofSeconds(99).toNanos();
    /** When every call was made. */
    static final long CALLED = Duration.ofSeconds(100).toNanos();
    /** When every ending was seen. */
    static final long ENDED = Duration.ofSeconds(101).toNanos();

    public static final Sent READ = sent("read", "a", 0, How.ANSWERED);
    public static final Sent WRITE = sent("write", "a", 1, How.ANSWERED);
    public static final Sent FREE = sent("free", null, 2, How.ANSWERED);
    public static final Sent BAD = sent("bad", "a", 3, How.REFUSED);
    public static final Sent NOISE = sent("noise", "a", 4, How.DEAD_LETTER);

    private static final int RESULTS = 5;

    private CleanEvidence() {}

    /** All of it. */
    public static Evidence evidence() {
        return new Evidence(
                List.of(READ, WRITE, FREE, BAD, NOISE),
                List.of(
                        ending(READ, How.ANSWERED, 0),
                        ending(FREE, How.ANSWERED, 1),
                        ending(WRITE, How.ANSWERED, 2),
                        ending(BAD, How.REFUSED, 3),
                        ending(NOISE, How.DEAD_LETTER, 0)),
                List.of(),
                List.of(call("free", false), call("read", false), call("write", true)),
                List.of());
    }

    /** Other endings of the valid commands; those at fault ended as they must. */
    static Evidence withEndings(Ending... ofValid) {
        Evidence clean = evidence();
        List<Ending> ofFaulty = clean.endings().subList(3, clean.endings().size());
        List<Ending> endings =
                Stream.concat(Stream.of(ofValid), ofFaulty.stream()).toList();
        return new Evidence(clean.sent(), endings, clean.unreadable(), clean.calls(), clean.incidents());
    }

    /** Answers to the commands in this order. */
    static Ending[] answered(Sent... commands) {
        return IntStream.range(0, commands.length)
                .mapToObj(i -> ending(commands[i], How.ANSWERED, 10 + i))
                .toArray(Ending[]::new);
    }

    static Evidence withUnreadable(String what) {
        Evidence clean = evidence();
        return new Evidence(clean.sent(), clean.endings(), List.of(what), clean.calls(), clean.incidents());
    }

    static Evidence withCalls(Call... calls) {
        Evidence clean = evidence();
        return new Evidence(clean.sent(), clean.endings(), clean.unreadable(), List.of(calls), clean.incidents());
    }

    /** What {@code incident} can have cost. */
    static Evidence with(Incident incident, Evidence evidence) {
        return new Evidence(
                evidence.sent(),
                evidence.endings(),
                evidence.unreadable(),
                evidence.calls(),
                Stream.concat(evidence.incidents().stream(), Stream.of(incident))
                        .toList());
    }

    static Sent sent(String id, @Nullable String key, long offset, How expected) {
        return new Sent(
                new Planned(id, key, new byte[0], "kind", expected, id.equals("read")),
                new Position("commands", 0, offset),
                SENT);
    }

    static Ending ending(Sent sent, How how, long offset) {
        String id = how == How.DEAD_LETTER ? null : sent.planned().id();
        return new Ending(
                how,
                id,
                sent.planned().key(),
                sent.position(),
                new Position("results", RESULTS, offset),
                ENDED,
                "worker");
    }

    /** An answer that says another id or key than its command. */
    static Ending mistaken(Sent sent, String id, @Nullable String key, long offset) {
        return new Ending(
                How.ANSWERED, id, key, sent.position(), new Position("results", RESULTS, offset), ENDED, "worker");
    }

    static Call call(@Nullable String command, boolean effect) {
        return new Call(command, effect, false, 200, CALLED);
    }

    /** A call whose answer proved that it was not processed. */
    static Call unprocessed(String command) {
        return new Call(command, false, true, 429, CALLED);
    }
}
