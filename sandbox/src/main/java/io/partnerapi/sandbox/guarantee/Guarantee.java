package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Evidence;
import java.util.List;
import java.util.stream.Stream;

/** Something that holds whatever happens to brokers, partner and workers. Pure: the same evidence, the same breaches. */
public interface Guarantee {
    /** Those that hold in every run. */
    List<Guarantee> ALL = List.of(
            new OneResultPerCommand(), new NothingLostWhileWaiting(), new NoSecondEffect(), new OrderWithinKey());

    /** Every breach of it; empty if it held. */
    List<Finding> breaches(Evidence evidence);

    /** Every breach of any of them. */
    static Stream<Finding> breachesOfAny(Evidence evidence) {
        return ALL.stream().flatMap(guarantee -> guarantee.breaches(evidence).stream());
    }
}
