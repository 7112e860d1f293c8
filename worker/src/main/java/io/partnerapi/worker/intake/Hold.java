package io.partnerapi.worker.intake;

import java.util.Locale;

/** Why nothing is taken from a partition for now. */
public enum Hold {
    /** The target that nearly all commands are for is not called, so what is taken could only wait. */
    PARTNER,
    /** All that may be held in memory is held. */
    MEMORY,
    /** It has its share of what may be held. */
    SHARE,
    /** Its ledger is as long as a commit can carry. */
    LEDGER,
    /** It is not known yet from where work on it resumes, or the state topic has not taken yet that it is worked on. */
    STATE,
    /** Something is wrong with it alone, see {@link PartitionFault}. */
    FAULT;

    /** As status and metrics name it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
