package io.partnerapi.worker.budget;

import java.util.function.Function;

/**
 * The right to make one call soon; ends in exactly one of {@link #spend()} and {@link #giveBack()}, and one of them must come.
 *
 * <p>Both methods may be called from any thread and never block. After the first of them the permit is over: a later
 * {@code spend} answers false, a later {@code giveBack} does nothing.
 */
public non-sealed interface Permit extends PermitAnswer {

    /**
     * Spends the permit; to be called immediately before the request is written.
     *
     * @return false if the permit is too old or already over: nothing may be written, a new permit must be asked for
     */
    boolean spend();

    /** Returns the permit unspent, so that another call may use it. */
    void giveBack();

    @Override
    default <R> R fold(
            Function<? super Permit, ? extends R> permit,
            Function<? super DeadlinePassed, ? extends R> deadlinePassed) {
        return permit.apply(this);
    }
}
