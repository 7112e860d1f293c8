package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Load;
import io.partnerapi.sandbox.evidence.Sender;
import io.partnerapi.sandbox.evidence.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Produces commands at a steady rate; what a broker could not take in time follows as soon as it can. */
final class SteadyLoad implements AutoCloseable {
    private static final int BATCHES_PER_SECOND = 5;

    private final Load load;
    private final Sender sender;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Sent> sent = new ArrayList<>();

    SteadyLoad(Load load, Sender sender) {
        this.load = load;
        this.sender = sender;
    }

    /** Produces some before it gets steady. */
    void once(int count) {
        add(sender.send(load.next(count)));
    }

    void start(int perSecond) {
        thread.scheduleAtFixedRate(
                () -> add(sender.send(load.next(perSecond / BATCHES_PER_SECOND))),
                0,
                1_000 / BATCHES_PER_SECOND,
                TimeUnit.MILLISECONDS);
    }

    /** Ends it and waits for what the broker has not confirmed yet; answers all that was produced. */
    List<Sent> stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the broker does not take commands");
        }
        return sent();
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        sender.close();
    }

    private synchronized void add(List<Sent> some) {
        sent.addAll(some);
    }
}
