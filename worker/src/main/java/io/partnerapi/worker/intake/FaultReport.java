package io.partnerapi.worker.intake;

import io.partnerapi.worker.intake.PartitionFault.Kind;
import io.partnerapi.worker.ops.Condition;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says which partitions are not read, to whom it may concern, and since when. */
final class FaultReport {
    /** Faults that the condition names; the status names all. */
    private static final int MOST_NAMED = 3;

    private static final Comparator<LastingFault> ORDER = Comparator.comparing(
                    (LastingFault lasting) -> lasting.fault().kind())
            .thenComparing(lasting -> lasting.fault().place());

    private final Condition condition;
    private List<LastingFault> known = List.of();

    /** @param condition whether commands are read */
    FaultReport(Condition condition) {
        this.condition = condition;
    }

    /** Reports what is wrong at this moment, and answers it with since when. */
    List<LastingFault> report(Collection<PartitionFault> faults, Instant now) {
        known = faults.stream()
                .distinct()
                .map(fault -> lasting(fault, now))
                .sorted(ORDER)
                .toList();
        List<LastingFault> severe = known.stream()
                .filter(lasting -> lasting.fault().kind() != Kind.OPEN_TRANSACTION)
                .toList();
        if (!severe.isEmpty()) {
            condition.down(named(severe, PartitionFault::reason), named(severe, PartitionFault::advice));
        } else {
            // Senders may keep a transaction open for long, and that is no fault of this worker.
            condition.up(named(known, PartitionFault::reason), named(known, PartitionFault::advice));
        }
        return known;
    }

    private LastingFault lasting(PartitionFault fault, Instant now) {
        return known.stream()
                .filter(before -> before.fault().sameAs(fault))
                .findFirst()
                .orElseGet(() -> new LastingFault(fault, now));
    }

    private static String named(List<LastingFault> faults, Function<PartitionFault, String> what) {
        String first = faults.stream()
                .limit(MOST_NAMED)
                .map(lasting -> what.apply(lasting.fault()))
                .distinct()
                .collect(Collectors.joining("; "));
        return faults.size() <= MOST_NAMED ? first : first + "; and more, see /status";
    }
}
