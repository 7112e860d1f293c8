package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.time.Duration;
import java.util.List;

/** Evidence made by hand, in seconds. */
final class Seen {
    private Seen() {}

    static Evidence evidence(List<Sent> sent, List<Ending> endings, Incident... incidents) {
        return new Evidence(sent, endings, List.of(), List.of(), List.of(incidents));
    }

    static Sent sent(int partition, long offset, double second) {
        return new Sent(
                new Planned("id", "key", new byte[0], "kind", How.ANSWERED, true),
                new Position("commands", partition, offset),
                nanos(second));
    }

    static Ending ended(int partition, long offset, double second, String worker) {
        return new Ending(
                How.ANSWERED,
                "id",
                "key",
                new Position("commands", partition, offset),
                new Position("results", 0, offset),
                nanos(second),
                worker);
    }

    static Incident killed(String worker, double second) {
        return incident(worker + " killed", second, second);
    }

    static Incident incident(String what, double from, double to) {
        return new Incident(what, nanos(from), nanos(to));
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos(nanos(seconds));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
