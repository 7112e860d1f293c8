package io.partnerapi.worker.rude;

/** A request that came in, and what became of it. */
final class Arrival {
    /** What the partner knows of an answer. */
    enum Fate {
        OPEN,
        /** All of it was written. */
        ANSWERED,
        /** The partner said that it had not processed it. */
        DISCLAIMED,
        /** The partner itself kept it back, cut it off or spoilt its connection. */
        LOST,
        /** The client went before it could come. */
        LEFT_BY_CLIENT
    }

    final String id;
    final Conduct conduct;
    private int status;
    private Fate fate = Fate.OPEN;

    Arrival(String id, Conduct conduct) {
        this.id = id;
        this.conduct = conduct;
    }

    synchronized void answered(int with) {
        if (fate == Fate.OPEN) {
            status = with;
            fate = Fate.ANSWERED;
        }
    }

    synchronized void ends(Fate as) {
        if (fate == Fate.OPEN) {
            fate = as;
        }
    }

    /** Its connection was torn down: nobody knows whether all that was written came through. */
    synchronized void torn() {
        fate = fate == Fate.DISCLAIMED ? fate : Fate.LOST;
    }

    synchronized Fate fate() {
        return fate;
    }

    synchronized int status() {
        return status;
    }

    boolean mayHaveHadAnEffect() {
        return fate() != Fate.DISCLAIMED;
    }

    @Override
    public String toString() {
        return conduct + " " + fate() + " " + status();
    }
}
