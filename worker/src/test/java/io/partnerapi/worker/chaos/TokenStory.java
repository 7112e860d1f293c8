package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.schemas.TokenRefreshed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every token request of a run, and whether it was due: pure. One is due when the newest token has come to its margin.
 * Another is right only if the worker that had asked for the newest one was killed or stopped before the others knew of it,
 * or if the one that asks could not reach the others and its own token was nearly over.
 *
 * @param life how long a token is good for
 * @param requests those that arrived, in that order
 * @param reports what workers said they got
 * @param incidents what was done to workers, each beginning with the worker's name
 * @param cuts when places were cut off from the others, each named by its address
 */
record TokenStory(
        Duration life,
        List<LedgerEntry> requests,
        List<TokenRefreshed> reports,
        List<Incident> incidents,
        List<Incident> cuts) {

    private static final double DUE = 0.7;
    private static final double NEARLY_OVER = 0.825;
    private static final Duration TOLERANCE = Duration.ofMillis(500);
    /** Whoever asked must have said so by then, unless it was stopped. */
    private static final Duration REPORTED_WITHIN = Duration.ofSeconds(30);

    /** One request, and by whom it was made, if that worker lived to tell. */
    private record Asked(LedgerEntry request, @Nullable String worker) {
        long nanos() {
            return request.nanos();
        }
    }

    /** Requests that were due, that an owner's misfortune cost, that a cut off worker made; and those that nothing excuses. */
    private record Counts(int due, int ofOwners, int ofCutOff, List<String> breaches) {}

    List<String> breaches() {
        return counts().breaches();
    }

    @Override
    public String toString() {
        Counts counts = counts();
        return "%d requests: first and due %d, since an owner was killed or stopped %d, cut off %d, without excuse %d"
                .formatted(
                        requests.size(),
                        counts.due(),
                        counts.ofOwners(),
                        counts.ofCutOff(),
                        counts.breaches().size());
    }

    private Counts counts() {
        List<Asked> asked = asked();
        int due = 0;
        int ofOwners = 0;
        int ofCutOff = 0;
        List<String> breaches = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            Asked before = i == 0 ? null : asked.get(i - 1);
            if (before == null || isOlder(before, one, DUE)) {
                due++;
            } else if (suffered(before, one)) {
                ofOwners++;
            } else if (wasCutOff(asked.subList(0, i), one)) {
                ofCutOff++;
            } else {
                breaches.add("token request %d at %s, %d ms after that of %s, had no reason"
                        .formatted(
                                one.request().seq(),
                                one.request().at(),
                                Duration.ofNanos(one.nanos() - before.nanos()).toMillis(),
                                before.worker()));
            }
        }
        return new Counts(due, ofOwners, ofCutOff, breaches);
    }

    private boolean isOlder(Asked before, Asked now, double share) {
        return now.nanos() - before.nanos() >= share * life.toNanos() - TOLERANCE.toNanos();
    }

    private boolean suffered(Asked before, Asked now) {
        return incidents.stream()
                .filter(incident -> before.worker() == null || incident.what().startsWith(before.worker() + " "))
                .anyMatch(incident ->
                        incident.from() <= now.nanos() && incident.to() >= before.nanos() - TOLERANCE.toNanos());
    }

    /** Its own token is its last one, or the newest from before it was cut off. */
    private boolean wasCutOff(List<Asked> earlier, Asked now) {
        List<Incident> around = cuts.stream()
                .filter(cut -> cut.from() <= now.nanos() && now.nanos() <= cut.to() + REPORTED_WITHIN.toNanos())
                .toList();
        return around.stream().anyMatch(cut -> earlier.stream()
                .filter(one -> one.nanos() <= cut.from()
                        || now.worker() != null && now.worker().equals(one.worker()))
                .allMatch(one -> isOlder(one, now, NEARLY_OVER)));
    }

    private List<Asked> asked() {
        Map<Long, String> owners = new HashMap<>();
        for (TokenRefreshed report : reports) {
            LedgerEntry newest = null;
            for (LedgerEntry request : requests) {
                Instant earliest = report.at().minusMillis(report.tookMillis()).minus(TOLERANCE);
                boolean fits =
                        !request.at().isAfter(report.at()) && request.at().isAfter(earliest);
                if (fits && !owners.containsKey(request.seq())) {
                    newest = request;
                }
            }
            if (newest != null) {
                owners.put(newest.seq(), report.worker());
            }
        }
        return requests.stream()
                .map(request -> new Asked(request, owners.get(request.seq())))
                .toList();
    }
}
