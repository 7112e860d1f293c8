package io.partnerapi.worker.budget;

import java.util.concurrent.atomic.AtomicBoolean;

/** A permit out of a leased block. */
final class LeasedPermit implements Permit {

    private final AtomicBoolean over = new AtomicBoolean();
    private final Loop loop;
    private final long useBy;
    private final Runnable putBack;

    /**
     * @param useBy time of the loop after which it must not be spent
     * @param putBack takes it back into the stock; run on the loop
     */
    LeasedPermit(Loop loop, long useBy, Runnable putBack) {
        this.loop = loop;
        this.useBy = useBy;
        this.putBack = putBack;
    }

    @Override
    public boolean spend() {
        return over.compareAndSet(false, true) && loop.now() <= useBy;
    }

    @Override
    public void giveBack() {
        if (over.compareAndSet(false, true)) {
            loop.execute(putBack);
        }
    }
}
