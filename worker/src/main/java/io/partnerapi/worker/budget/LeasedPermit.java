package io.partnerapi.worker.budget;

import java.util.concurrent.atomic.AtomicReference;

/** A permit out of a leased block. */
final class LeasedPermit implements Permit {

    private enum State {
        HELD,
        SPENT,
        OVER
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.HELD);
    private final Loop loop;
    private final long useBy;
    private final Ends ends;

    /** Told, on the loop, what becomes of it. */
    interface Ends {
        /** Whether it must not be spent any more, however young; asked on any thread. */
        boolean voided();

        void spent();

        /** The call that was made on it has arrived; once, after {@link #spent()}. */
        void arrived();

        /** Nobody will learn what became of the call that was made on it; once, after {@link #spent()}. */
        void unanswered();

        /** Nobody can spend it any more, and nobody has. */
        void unspent();
    }

    /** @param useBy time of the loop after which it must not be spent */
    LeasedPermit(Loop loop, long useBy, Ends ends) {
        this.loop = loop;
        this.useBy = useBy;
        this.ends = ends;
    }

    @Override
    public boolean spend() {
        boolean good = loop.now() <= useBy && !ends.voided();
        if (!state.compareAndSet(State.HELD, good ? State.SPENT : State.OVER)) {
            return false;
        }
        loop.execute(good ? ends::spent : ends::unspent);
        return good;
    }

    @Override
    public void arrived() {
        if (state.compareAndSet(State.SPENT, State.OVER)) {
            loop.execute(ends::arrived);
        }
    }

    @Override
    public void close() {
        switch (state.getAndSet(State.OVER)) {
            case HELD -> loop.execute(ends::unspent);
            case SPENT -> loop.execute(ends::unanswered);
            case OVER -> {}
        }
    }
}
