package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.schemas.TokenRefreshed;
import io.partnerapi.worker.chaos.Absences.Alone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every token request of a run, and whether it was due: pure. Among workers that see each other one is due when their newest
 * token has come to its margin; another is right only if the worker that got that token was killed or stopped before it could
 * tell the others. A worker that sees too few others to decide with may ask for itself when the token it knows is nearly over.
 *
 * @param life how long a token is good for
 * @param requests those that arrived, in that order
 * @param reports what workers said they got: by them a request is known to be one's, and by no more
 * @param incidents what was done to workers, each beginning with the worker's name
 * @param absences who saw too few others to decide with them
 */
record TokenStory(
        Duration life,
        List<LedgerEntry> requests,
        List<TokenRefreshed> reports,
        List<Incident> incidents,
        Absences absences) {

    private static final double DUE = 0.7;
    private static final double NEARLY_OVER = 0.825;
    private static final Duration TOLERANCE = Duration.ofMillis(500);
    /** Longest request; whoever has not told of its token by then was stopped. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(15);
    /** From the answer to the entry on the grid. */
    private static final Duration PUBLISHED_WITHIN = Duration.ofSeconds(1);
    /** One request; by whom it was made, and when that was told, if the worker lived to tell; if that saw too few others, since when. */
    private record Asked(
            LedgerEntry request,
            @Nullable TokenRefreshed report,
            @Nullable Alone alone) {
        long nanos() {
            return request.nanos();
        }

        /** From when on its token's life counts: before it was asked for. */
        long begun() {
            return report == null
                    ? nanos()
                    : nanos()
                            - Duration.between(report.at().minusMillis(report.tookMillis()), request.at())
                                    .toNanos();
        }

        boolean isOf(@Nullable String worker) {
            return report != null && report.worker().equals(worker);
        }

        @Nullable
        String worker() {
            return report == null ? null : report.worker();
        }
    }

    /** Requests that were due, that an owner's misfortune cost, that a lonely worker made; and those that nothing excuses. */
    private record Counts(int due, int ofOwners, int ofLonely, List<String> breaches) {}

    List<String> breaches() {
        return counts().breaches();
    }

    @Override
    public String toString() {
        Counts counts = counts();
        return "%d requests: first and due %d, since an owner was killed or stopped %d, of workers that were alone %d, without excuse %d"
                .formatted(
                        requests.size(),
                        counts.due(),
                        counts.ofOwners(),
                        counts.ofLonely(),
                        counts.breaches().size());
    }

    private Counts counts() {
        List<Asked> asked = asked();
        int due = 0;
        int ofOwners = 0;
        int ofLonely = 0;
        List<String> breaches = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            List<Asked> earlier = asked.subList(0, i);
            Asked before = newest(earlier, other -> other.alone() == null);
            Alone alone = one.alone();
            if ((alone == null || alone.to() < one.nanos()) && isOlder(before, one, DUE)) {
                due++;
            } else if (alone != null && isOlder(newest(earlier, other -> knownTo(one, other)), one, NEARLY_OVER)) {
                ofLonely++;
            } else if (before != null && couldNotTell(before)) {
                ofOwners++;
            } else {
                breaches.add(withoutReason(one, before));
            }
        }
        return new Counts(due, ofOwners, ofLonely, breaches);
    }

    private static String withoutReason(Asked one, @Nullable Asked before) {
        return "token request %d at %s by %s, %d ms after that of %s, had no reason"
                .formatted(
                        one.request().seq(),
                        one.request().at(),
                        one.worker(),
                        before == null
                                ? 0
                                : Duration.ofNanos(one.nanos() - before.nanos()).toMillis(),
                        before == null ? null : before.worker());
    }

    private boolean isOlder(@Nullable Asked before, Asked now, double share) {
        return before == null || now.nanos() - before.begun() >= share * life.toNanos() - TOLERANCE.toNanos();
    }

    private static @Nullable Asked newest(List<Asked> earlier, Predicate<Asked> known) {
        return earlier.stream().filter(known).reduce((older, newer) -> newer).orElse(null);
    }

    private static boolean knownTo(Asked lonely, Asked other) {
        Alone alone = lonely.alone();
        return alone == null || other.nanos() <= alone.from() || other.isOf(lonely.worker());
    }

    private boolean couldNotTell(Asked before) {
        long begin = before.nanos() - TOLERANCE.toNanos();
        TokenRefreshed report = before.report();
        Duration told = report == null
                ? TOLD_WITHIN
                : Duration.between(before.request().at(), report.at()).plus(PUBLISHED_WITHIN);
        long end = before.nanos() + told.toNanos();
        return incidents.stream()
                .filter(incident -> report == null || incident.what().startsWith(report.worker() + " "))
                .anyMatch(incident -> incident.from() <= end && incident.to() >= begin);
    }

    private List<Asked> asked() {
        Map<Long, TokenRefreshed> owners = new HashMap<>();
        for (TokenRefreshed report : reports) {
            Instant earliest = report.at().minusMillis(report.tookMillis()).minus(TOLERANCE);
            requests.stream()
                    .filter(request -> !owners.containsKey(request.seq()))
                    .filter(request ->
                            !request.at().isAfter(report.at()) && request.at().isAfter(earliest))
                    .reduce((older, newer) -> newer)
                    .ifPresent(request -> owners.put(request.seq(), report));
        }
        return requests.stream()
                .map(request -> asked(request, owners.get(request.seq())))
                .toList();
    }

    /** Whoever did not live to tell can have been any of them. */
    private Asked asked(LedgerEntry request, @Nullable TokenRefreshed report) {
        IntStream places = report == null
                ? IntStream.rangeClosed(1, absences.workers())
                : IntStream.of(Absences.place(report.worker()));
        return new Asked(
                request,
                report,
                places.mapToObj(place -> absences.alone(place, request.nanos()))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null));
    }
}
