package io.partnerapi.worker.budget.ledger;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A partition of a log with a leader, whose clock is as wrong as it likes, and ways to and from it that are as long as they like. */
final class SimulatedLog {
    private final SimulatedTime time;
    private final SplittableRandom random;
    private final long longestWay;
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private int epoch = 1;
    private long clockMillis;
    private double lost;
    private double doubled;

    /** @param longestWay of an append and of a read, in nanoseconds */
    SimulatedLog(SimulatedTime time, SplittableRandom random, long longestWay) {
        this.time = time;
        this.random = random;
        this.longestWay = longestWay;
    }

    /** Another leader, whose clock differs from the last one's by up to 30 s. */
    void changeLeader() {
        epoch++;
        clockMillis = random.nextLong(-30_000, 30_000);
    }

    void stepClock(long millis) {
        clockMillis += millis;
    }

    /** So many of all appends fail as their senders see it, half of them after all; and so many lie there twice. */
    void trouble(double failing, double twice) {
        this.lost = failing;
        this.doubled = twice;
    }

    /** @param appended told whether it was, as far as the sender is told */
    void append(BudgetRecord record, Consumer<Boolean> appended) {
        boolean fails = random.nextDouble() < lost;
        boolean lies = !fails || random.nextBoolean();
        time.after(way(), () -> {
            if (lies) {
                add(record);
                if (random.nextDouble() < doubled) {
                    time.after(way(), () -> add(record));
                }
            }
            time.after(way(), () -> appended.accept(!fails));
        });
    }

    /** Reads from this index on, for ever, in order. */
    void read(int from, Consumer<LogEntry> reader) {
        Reader one = new Reader(reader);
        entries.subList(from, entries.size()).forEach(one::deliver);
        readers.add(one);
    }

    /** The index from which on entries were appended so long ago at most, by the leader's clock. */
    int since(long millis) {
        long now = MILLISECONDS.convert(time.now(), java.util.concurrent.TimeUnit.NANOSECONDS) + clockMillis;
        for (int i = entries.size(); i > 0; i--) {
            if (entries.get(i - 1).appendedMillis() < now - millis) {
                return i;
            }
        }
        return 0;
    }

    private void add(BudgetRecord record) {
        LogEntry entry =
                new LogEntry(new LogPosition(entries.size(), epoch), time.now() / 1_000_000 + clockMillis, record);
        entries.add(entry);
        readers.forEach(reader -> reader.deliver(entry));
    }

    /** Mostly some milliseconds. */
    private long way() {
        return random.nextInt(50) == 0 ? random.nextLong(longestWay) : MILLISECONDS.toNanos(1 + random.nextInt(8));
    }

    private final class Reader {
        private final Consumer<LogEntry> reader;
        private long last;

        Reader(Consumer<LogEntry> reader) {
            this.reader = reader;
        }

        void deliver(LogEntry entry) {
            last = Math.max(last, time.now() + way());
            time.after(last - time.now(), () -> reader.accept(entry));
        }
    }
}
