package io.partnerapi.worker.budget;

import java.util.function.Function;

/** The answer to a {@link PermitRequest}: a {@link Permit}, or the news that its deadline cannot be met. */
public sealed interface PermitAnswer permits Permit, DeadlinePassed {

    /** Applies the one function that fits this answer. */
    <R> R fold(
            Function<? super Permit, ? extends R> permit, Function<? super DeadlinePassed, ? extends R> deadlinePassed);
}
