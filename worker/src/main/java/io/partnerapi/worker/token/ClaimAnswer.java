package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Duration;

/** What a worker that wants a token is told. */
sealed interface ClaimAnswer extends Serializable {

    /** The result of the case for this answer's type. */
    <R> R fold(Cases<R> cases);

    /** One function for each type of answer. */
    interface Cases<R> {
        R valid(Valid valid);

        R busy(Busy busy);

        R braked(Braked braked);

        R overBudget(OverBudget overBudget);

        R blocked(Blocked blocked);

        R go(Go go);
    }

    /** The entry has a fresh token: take that one. */
    record Valid() implements ClaimAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.valid(this);
        }
    }

    /** Another worker is asking; its claim lapses after {@code retryIn}. */
    record Busy(String owner, Duration retryIn) implements ClaimAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.busy(this);
        }
    }

    /** The partner gave no token the last time: nobody asks for {@code retryIn}. */
    record Braked(Duration retryIn, String reason, String advice) implements ClaimAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.braked(this);
        }
    }

    /** The quota of {@code window} is spent, or its last request kept for later: nobody asks for {@code retryIn}. */
    record OverBudget(Duration retryIn, String window) implements ClaimAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.overBudget(this);
        }
    }

    /** The partner refused these credentials: nobody asks with them for {@code retryIn}. */
    record Blocked(Duration retryIn, String reason, String advice) implements ClaimAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.blocked(this);
        }
    }

    /** The claim is yours: ask for the token of this generation. */
    record Go(long generation) implements ClaimAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.go(this);
        }
    }
}
