package io.partnerapi.worker.intake;

import io.partnerapi.worker.ops.Condition;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Asks the brokers every few seconds whether they answer, since a consumer without work would not notice. On a thread
 * of its own.
 */
public final class BrokerWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 5_000;

    private final Supplier<Admin> admins;
    private final Condition condition;
    private final Thread thread = new Thread(this::run, "broker-watch");

    public BrokerWatch(Supplier<Admin> admins, Condition condition) {
        this.admins = admins;
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
        try (Admin admin = admins.get()) {
            while (true) {
                look(admin);
                pause();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Admin admin) throws InterruptedException {
        try {
            admin.describeCluster().nodes().get();
            condition.up();
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            condition.down(
                    "the brokers do not answer (" + cause.getClass().getSimpleName() + ")",
                    "Check the brokers of kafka.bootstrap.servers; the worker goes on by itself");
        }
    }

    private synchronized void pause() throws InterruptedException {
        wait(EVERY_MILLIS);
    }
}
