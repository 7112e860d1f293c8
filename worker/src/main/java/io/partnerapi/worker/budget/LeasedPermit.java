package io.partnerapi.worker.budget;

import java.util.concurrent.atomic.AtomicBoolean;

/** A permit out of a leased block. */
final class LeasedPermit implements Permit {

    private final AtomicBoolean over = new AtomicBoolean();
    private final Loop loop;
    private final long useBy;
    private final Runnable spent;
    private final Runnable unspent;

    /**
     * @param useBy time of the loop after which it must not be spent
     * @param spent told that it was; run on the loop
     * @param unspent takes it back, since nobody can spend it any more; run on the loop
     */
    LeasedPermit(Loop loop, long useBy, Runnable spent, Runnable unspent) {
        this.loop = loop;
        this.useBy = useBy;
        this.spent = spent;
        this.unspent = unspent;
    }

    @Override
    public boolean spend() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        boolean inTime = loop.now() <= useBy;
        loop.execute(inTime ? spent : unspent);
        return inTime;
    }

    @Override
    public void giveBack() {
        if (over.compareAndSet(false, true)) {
            loop.execute(unspent);
        }
    }
}
