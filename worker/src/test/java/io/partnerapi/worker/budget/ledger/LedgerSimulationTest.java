package io.partnerapi.worker.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The limit holds whatever happens to workers, their clocks, the log and its leaders. Assumed is that a call arrives within a
 * third of the guard or is renewed, that no packet of a worker is held back that is dead or frozen, that wall clocks are right
 * to half a guard, and that the log loses nothing it has confirmed.
 */
class LedgerSimulationTest {
    /** {@code -Dsimulation.seeds=1000} for a long run. */
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 40);

    private static final int WINDOWS = 8;

    /** What happens again and again. */
    enum Misfortune {
        NONE,
        LEADERS,
        CLOCKS,
        APPENDS,
        KILLS,
        FREEZES,
        RESTARTS,
        LIMITS,
        ALL
    }

    @ParameterizedTest
    @EnumSource
    void noWindowHoldsMoreArrivalsThanTheLimit(Misfortune misfortune) {
        long calls = 0;
        long allowed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            SplittableRandom random = new SplittableRandom(seed);
            RateLimit limit =
                    new RateLimit(10 + random.nextInt(90), 5_000 + random.nextInt(10_000), 500 + random.nextInt(2_000));
            Run run = new Run(limit, random, misfortune);

            // When
            run.play();

            // Then
            assertThat(run.most).as("%s, seed %d", misfortune, seed).isLessThanOrEqualTo(limit.calls());
            calls += run.count;
            allowed += (long) WINDOWS * limit.calls();
        }
        assertThat(calls).as("of %d", allowed).isGreaterThan(allowed / 20);
    }

    private static final class Run {
        private final SimulatedTime time = new SimulatedTime();
        private final RateLimit limit;
        private final SplittableRandom random;
        private final Misfortune misfortune;
        private final SimulatedLog log;
        private final List<SimulatedClaimer> workers = new ArrayList<>();
        private final Deque<Long> window = new ArrayDeque<>();
        private boolean limits;
        private int names;
        private int most;
        private long count;

        Run(RateLimit limit, SplittableRandom random, Misfortune misfortune) {
            this.limit = limit;
            this.random = random;
            this.misfortune = misfortune;
            this.log = new SimulatedLog(time, random, limit.guardNanos());
        }

        void play() {
            int size = 1 + random.nextInt(8);
            for (int i = 0; i < size; i++) {
                join();
            }
            switch (misfortune) {
                case NONE -> {}
                case LEADERS -> leaders();
                case CLOCKS -> clocks();
                case APPENDS -> log.trouble(0.2, 0.1);
                case KILLS -> kills();
                case FREEZES -> freezes();
                case RESTARTS -> restarts();
                case LIMITS -> {
                    limits = true;
                    kills();
                }
                case ALL -> {
                    limits = true;
                    leaders();
                    clocks();
                    log.trouble(0.05, 0.05);
                    kills();
                    freezes();
                    restarts();
                }
            }
            time.runUntil(WINDOWS * millis(limit.windowMillis()));
        }

        private void join() {
            workers.add(new SimulatedClaimer(time, log, random, setting(), "session-" + names++, this::arrived));
        }

        /** Of a worker: while settings change, another worker may have a stricter one. */
        private RateLimit setting() {
            return limits && random.nextBoolean()
                    ? new RateLimit(
                            1 + random.nextInt(limit.calls()),
                            limit.windowMillis() + random.nextInt(5_000),
                            limit.guardMillis() + random.nextInt(1_000))
                    : limit;
        }

        private void arrived(long at) {
            count++;
            window.addLast(at);
            while (at - window.peekFirst() >= millis(limit.windowMillis())) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }

        private void leaders() {
            every(2, log::changeLeader);
        }

        private void clocks() {
            every(2, () -> log.stepClock(random.nextLong(-5_000, 5_000)));
        }

        private void kills() {
            every(0.3, () -> {
                workers.remove(random.nextInt(workers.size())).kill();
                join();
            });
        }

        private void freezes() {
            every(0.3, () -> workers.get(random.nextInt(workers.size()))
                    .freeze(random.nextLong(millis(2 * limit.windowMillis()))));
        }

        private void restarts() {
            every(2, () -> {
                int size = workers.size();
                workers.forEach(SimulatedClaimer::kill);
                workers.clear();
                for (int i = 0; i < size; i++) {
                    join();
                }
            });
        }

        /** Again and again, so many windows apart in the mean. */
        private void every(double windows, Runnable what) {
            double wait = -Math.log(1 - random.nextDouble()) * windows * limit.windowMillis();
            time.after(millis((long) wait), () -> {
                what.run();
                every(windows, what);
            });
        }

        private static long millis(long millis) {
            return TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }
}
