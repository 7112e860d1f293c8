package io.partnerapi.worker.admit;

import io.partnerapi.worker.breaker.Pass;
import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.token.AccessToken;
import java.time.Duration;
import java.util.function.Function;

/** Whether a command may go now. */
public sealed interface Admitted {

    /** The result of the one function that fits. */
    <R> R fold(Function<Go, R> go, Function<NotNow, R> notNow, Function<TooLate, R> tooLate);

    /** It may: with this token, on a permit that must be closed, and a pass that must be told or closed. */
    record Go(AccessToken token, Permit permit, Pass pass) implements Admitted {
        @Override
        public <R> R fold(Function<Go, R> go, Function<NotNow, R> notNow, Function<TooLate, R> tooLate) {
            return go.apply(this);
        }

        /** Gives back what was not used. */
        public void close() {
            permit.close();
            pass.close();
        }
    }

    /** It may not yet: its target is down. Ask again after this long. */
    record NotNow(Duration after) implements Admitted {
        @Override
        public <R> R fold(Function<Go, R> go, Function<NotNow, R> notNow, Function<TooLate, R> tooLate) {
            return notNow.apply(this);
        }
    }

    /** It may not any more: its deadline has passed or would pass before its turn. */
    record TooLate() implements Admitted {
        @Override
        public <R> R fold(Function<Go, R> go, Function<NotNow, R> notNow, Function<TooLate, R> tooLate) {
            return tooLate.apply(this);
        }
    }
}
