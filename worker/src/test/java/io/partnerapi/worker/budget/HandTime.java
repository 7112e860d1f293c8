package io.partnerapi.worker.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Time that goes on only when a test says so; what is due runs in order, each at its own time. */
final class HandTime extends Clock {

    private record Task(long at, long sequence, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::sequence));
    private long sequence;
    private long now;

    long now() {
        return now;
    }

    void after(Duration delay, Runnable work) {
        at(now + delay.toNanos(), work);
    }

    void at(long time, Runnable work) {
        tasks.add(new Task(Math.max(now, time), sequence++, work));
    }

    void advance(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task task = tasks.remove();
            now = task.at();
            task.work().run();
        }
        now = end;
    }

    /** A loop in this time. */
    Loop loop() {
        return loop(() -> true);
    }

    /** A loop in this time that ends with its process. */
    Loop loop(BooleanSupplier alive) {
        return new Loop() {
            private long alarms;

            @Override
            public long now() {
                return now;
            }

            @Override
            public void wakeAt(long time, Runnable task) {
                long alarm = ++alarms;
                at(Math.max(time, now + 1_000_000), () -> {
                    if (alarm == alarms && alive.getAsBoolean()) {
                        task.run();
                    }
                });
            }

            @Override
            public void execute(Runnable task) {
                at(now, () -> {
                    if (alive.getAsBoolean()) {
                        task.run();
                    }
                });
            }
        };
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
