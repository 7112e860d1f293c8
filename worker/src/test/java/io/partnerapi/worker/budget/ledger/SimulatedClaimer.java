package io.partnerapi.worker.budget.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A worker that always has calls to make: claims what is free and spends it. */
final class SimulatedClaimer {
    private final SimulatedTime time;
    private final SimulatedLog log;
    private final SplittableRandom random;
    private final RateLimit limit;
    private final LongConsumer arrivals;
    private final String session;
    private final BudgetLedger ledger;
    /** How fast its monotonic clock goes, and how far its wall clock is off. */
    private final double speed;

    private final long wallOffMillis;
    /** How many of its calls take long, and how many of its looks it passes over. */
    private final double lateness;

    private final double idleness;
    private final Queue<LogEntry> inbox = new ArrayDeque<>();
    private final List<LogEntry> before = new ArrayList<>();
    private boolean started;
    private boolean alive = true;
    private long frozenUntil;
    private boolean claiming;
    private long claimSentAt;
    private @Nullable BudgetRecord sent;
    /** Permits of own claims that still count, by offset; told with the next claim. */
    private final Map<LogPosition, Integer> unspent = new HashMap<>();

    private final List<Call> late = new ArrayList<>();
    private @Nullable BudgetRecord renewal;
    private List<Call> renewing = List.of();

    /** A call that takes longer than a guard: its permit is renewed until it is over, and that has been read. */
    private static final class Call {
        private LogPosition countedAt;
        private long renewedAt;
        private long overAt = Long.MAX_VALUE;
        private boolean dropped;

        Call(LogPosition countedAt, long renewedAt) {
            this.countedAt = countedAt;
            this.renewedAt = renewedAt;
        }
    }

    /** @param arrivals told the true time at which a call arrives at the partner */
    SimulatedClaimer(
            SimulatedTime time,
            SimulatedLog log,
            SplittableRandom random,
            RateLimit limit,
            String session,
            LongConsumer arrivals) {
        this.time = time;
        this.log = log;
        this.random = random;
        this.limit = limit;
        this.arrivals = arrivals;
        this.session = session;
        this.ledger = new BudgetLedger(session, limit);
        this.speed = 1 + random.nextDouble(-0.001, 0.001);
        this.lateness = random.nextInt(4) == 0 ? random.nextDouble() : 0.02;
        this.idleness = random.nextInt(4) == 0 ? 0.01 : 0;
        this.wallOffMillis = random.nextLong(-limit.guardMillis() / 2, limit.guardMillis() / 2);
        hello();
    }

    void kill() {
        alive = false;
    }

    void freeze(long nanos) {
        frozenUntil = time.now() + nanos;
        // That packets of a worker are held back which cannot renew meanwhile is assumed not to happen.
        late.forEach(call -> call.dropped = true);
    }

    /** Begins to read far enough back, and ends with its own first record. */
    private void hello() {
        BudgetRecord hello = record(null, Map.of(), Map.of());
        log.append(hello, appended -> {
            if (!appended && !started) {
                whenAwake(this::hello);
            }
        });
        if (sent == null) {
            sent = hello;
            log.read(log.since(4 * (limit.windowMillis() + limit.guardMillis()) + 60_000), this::arrived);
        }
    }

    private void arrived(LogEntry entry) {
        inbox.add(entry);
        whenAwake(() -> {
            while (!inbox.isEmpty()) {
                take(inbox.remove());
            }
        });
    }

    private void take(LogEntry entry) {
        if (started) {
            read(entry);
            return;
        }
        before.add(entry);
        if (entry.record().session().equals(session)) {
            ledger.start(before, mono());
            before.clear();
            started = true;
            lookAgain();
            renew();
        }
    }

    private void read(LogEntry entry) {
        int granted = ledger.read(entry, mono());
        if (entry.record() == renewal) {
            renewal = null;
            renewing.forEach(call -> call.countedAt = entry.position());
            late.removeIf(call -> call.overAt <= call.renewedAt + limit.guardNanos());
        }
        if (entry.record() == sent && claiming) {
            claiming = false;
            int used = 0;
            for (int i = 0; i < granted; i++) {
                if (random.nextInt(10) > 0) {
                    used++;
                    spend(entry.position(), claimSentAt);
                }
            }
            if (used < granted) {
                unspent.put(entry.position(), used);
            }
            lookAgain();
        }
    }

    /** Within two thirds of the guard, by its own clock; the way takes the last third at most, but for some calls. */
    private void spend(LogPosition offset, long claimedAt) {
        time.after(random.nextInt(20) == 0 ? random.nextLong(limit.guardNanos()) : random.nextLong(3_000_000), () -> {
            whenAwake(() -> {
                if (mono() - claimedAt > limit.guardNanos() * 2 / 3) {
                    return;
                }
                if (random.nextDouble() < lateness) {
                    callLate(offset, claimedAt);
                } else {
                    time.after(
                            random.nextInt(5) == 0 ? random.nextLong(limit.guardNanos() / 3) : 5_000_000,
                            () -> arrivals.accept(time.now()));
                }
            });
        });
    }

    private void callLate(LogPosition offset, long claimedAt) {
        Call call = new Call(offset, claimedAt);
        late.add(call);
        long held = random.nextLong(2 * limit.windowMillis() * 1_000_000);
        time.after(held, () -> {
            if (alive && !call.dropped) {
                arrivals.accept(time.now());
            }
            call.overAt = mono();
        });
    }

    /** All that are due, in one record; what was sent and not read is sent once more. */
    private void renew() {
        time.after(limit.guardNanos() / 4, () -> whenAwake(this::renew));
        List<Call> due = late.stream()
                .filter(call -> mono() - call.renewedAt >= limit.guardNanos() / 2)
                .toList();
        if (renewal != null || due.isEmpty()) {
            return;
        }
        Map<LogPosition, Integer> renewed = new HashMap<>();
        due.forEach(call -> renewed.merge(call.countedAt, 1, Integer::sum));
        long at = mono();
        BudgetRecord record = record(null, Map.of(), renewed);
        renewal = record;
        renewing = due;
        due.forEach(call -> call.renewedAt = at);
        log.append(
                record,
                appended -> whenAwake(() -> {
                    if (!appended && renewal == record) {
                        renewal = null;
                        due.forEach(call -> call.renewedAt = at - limit.guardNanos());
                    }
                }));
    }

    private void lookAgain() {
        long quiet = random.nextDouble() < idleness ? random.nextLong(2 * limit.windowMillis()) * 1_000_000 : 0;
        time.after(quiet + random.nextLong(5_000_000, 60_000_000), () -> whenAwake(this::claim));
    }

    private void claim() {
        int free = ledger.free(mono());
        if (claiming || free == 0) {
            lookAgain();
            return;
        }
        claiming = true;
        claimSentAt = mono();
        int take = 1 + random.nextInt(free);
        BudgetRecord claim = record(new PermitClaim(take, free, ledger.limit(mono())), unspent, Map.of());
        unspent.clear();
        sent = claim;
        log.append(
                claim,
                appended -> whenAwake(() -> {
                    if (!appended && claiming && sent == claim) {
                        claiming = false;
                        lookAgain();
                    }
                }));
    }

    private BudgetRecord record(
            @Nullable PermitClaim claim, Map<LogPosition, Integer> kept, Map<LogPosition, Integer> renewed) {
        return new BudgetRecord(
                session, ledger.position(), time.now() / 1_000_000 + wallOffMillis, limit, claim, kept, renewed);
    }

    private void whenAwake(Runnable what) {
        if (!alive) {
            return;
        }
        if (time.now() < frozenUntil) {
            time.after(frozenUntil - time.now(), () -> whenAwake(what));
        } else {
            what.run();
        }
    }

    private long mono() {
        return (long) (time.now() * speed);
    }
}
