package io.partnerapi.worker.budget;

import java.util.function.Function;

/**
 * The right to make one call soon. {@link #close()} must come, in the end or instead of the call.
 *
 * <p>All methods may be called from any thread and never block.
 */
public non-sealed interface Permit extends PermitAnswer {

    /**
     * Spends the permit; to be called immediately before the request is written.
     *
     * @return false if the permit is too old or already over, or all calls have been paused since: nothing may be
     *     written, a new permit must be asked for
     */
    boolean spend();

    /** Tells that the partner has answered the call, and so has certainly counted it. */
    void arrived();

    /** Nothing more happens on this permit. If it was not spent another call may use it. */
    void close();

    @Override
    default <R> R fold(
            Function<? super Permit, ? extends R> permit,
            Function<? super DeadlinePassed, ? extends R> deadlinePassed) {
        return permit.apply(this);
    }
}
