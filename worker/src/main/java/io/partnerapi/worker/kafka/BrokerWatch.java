package io.partnerapi.worker.kafka;

import io.partnerapi.worker.ops.Condition;
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
    private final Condition condition;
    private final Thread thread = new Thread(this::run, "broker-watch");

    public BrokerWatch(Supplier<Admin> admins, TopicWatch topics, Condition condition) {
        this.admins = admins;
        this.topics = topics;
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
            topics.look(admin)
                    .ifPresentOrElse(
                            wrong -> condition.down(
                                    wrong,
                                    "Bring the topic back, or take it out of the setting. A worker that runs creates no"
                                            + " topic, so that an accident is seen; it goes on by itself"),
                            condition::up);
        } catch (ExecutionException | KafkaException e) {
            down(e);
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
