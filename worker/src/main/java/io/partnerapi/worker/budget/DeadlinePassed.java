package io.partnerapi.worker.budget;

import java.util.function.Function;

/**
 * No call fits before the deadline of the request: it has passed, or nothing comes free before it, but for permits that others
 * give back when they have long been too old to be spent.
 */
public record DeadlinePassed() implements PermitAnswer {

    @Override
    public <R> R fold(
            Function<? super Permit, ? extends R> permit,
            Function<? super DeadlinePassed, ? extends R> deadlinePassed) {
        return deadlinePassed.apply(this);
    }
}
