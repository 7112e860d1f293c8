package io.partnerapi.worker.kafka;

import io.partnerapi.worker.ops.Condition;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Asks the brokers every few seconds whether they answer and have the topics, since a consumer without work would not
 * notice. On a thread of its own.
 */
public final class BrokerWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 2_500;

    private final Supplier<Admin> admins;
    private final TopicWatch topics;
    private final Compaction state;
    private final Condition condition;
    private final Thread thread = new Thread(this::run, "broker-watch");

    /**
     * @param topics what is known of the topics, look after look
     * @param state of the topic on which the workers keep what must outlive them
     */
    public BrokerWatch(Supplier<Admin> admins, TopicWatch topics, Compaction state, Condition condition) {
        this.admins = admins;
        this.topics = topics;
        this.state = state;
        this.condition = condition;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                try (Admin admin = admins.get()) {
                    while (true) {
                        look(admin);
                        pause();
                    }
                } catch (KafkaException unmade) {
                    // The brokers' names are not known just now.
                    down(unmade);
                    pause();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Admin admin) throws InterruptedException {
        try {
            admin.describeCluster().nodes().get();
            report(topics.look(admin), state.missing(admin));
        } catch (ExecutionException | KafkaException e) {
            down(e);
        }
    }

    private void report(Optional<String> topics, Optional<String> state) {
        if (topics.isPresent()) {
            condition.down(
                    topics.get(),
                    "Bring the topic back, or take it out of the setting. A worker that runs creates no topic, so that an"
                            + " accident is seen; it goes on by itself");
        } else if (state.isPresent()) {
            condition.down(
                    state.get(),
                    "Set cleanup.policy of that topic to compact before anything of it is deleted; the worker goes on"
                            + " meanwhile, and notices");
        } else {
            condition.up();
        }
    }

    private void down(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        condition.down(
                "the brokers do not answer (" + cause.getClass().getSimpleName() + ")",
                "Check the brokers of kafka.bootstrap.servers; the worker goes on by itself");
    }

    private synchronized void pause() throws InterruptedException {
        wait(EVERY_MILLIS);
    }
}
