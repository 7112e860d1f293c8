package io.partnerapi.worker.admit;

import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.token.AccessToken;
import java.util.function.Function;

/** Whether a command may go now. */
public sealed interface Admitted {

    /** The result of the one function that fits. */
    <R> R fold(Function<Go, R> go, Function<TooLate, R> tooLate);

    /** It may: with this token, and on this permit, which must be spent or given back. */
    record Go(AccessToken token, Permit permit) implements Admitted {
        @Override
        public <R> R fold(Function<Go, R> go, Function<TooLate, R> tooLate) {
            return go.apply(this);
        }
    }

    /** It may not any more: its deadline has passed or would pass before its turn. */
    record TooLate() implements Admitted {
        @Override
        public <R> R fold(Function<Go, R> go, Function<TooLate, R> tooLate) {
            return tooLate.apply(this);
        }
    }
}
