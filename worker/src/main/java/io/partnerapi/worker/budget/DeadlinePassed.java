package io.partnerapi.worker.budget;

import java.time.Instant;
import java.util.function.Function;

/** No call fits before the deadline of the request: it has passed, or the budget is spent until after it. */
public record DeadlinePassed(Instant deadline) implements PermitAnswer {

    @Override
    public <R> R fold(
            Function<? super Permit, ? extends R> permit,
            Function<? super DeadlinePassed, ? extends R> deadlinePassed) {
        return deadlinePassed.apply(this);
    }
}
