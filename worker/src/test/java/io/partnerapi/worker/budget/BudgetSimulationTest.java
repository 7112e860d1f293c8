package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ops.Condition;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** G5 with three workers in simulated time: no window holds too many arrivals, and what is allowed is used. */
class BudgetSimulationTest {

    private static final int WORKERS = 3;
    private static final BudgetSettings DEFAULTS =
            new BudgetSettings(900, Duration.ofMinutes(5), Duration.ofSeconds(5), "default");

    @Property(tries = 100)
    void noWindowHoldsTooManyArrivals(
            @ForAll @IntRange(min = 1, max = 60) int calls,
            @ForAll @IntRange(min = 200, max = 1_500) int guardMillis,
            @ForAll @IntRange(min = 0, max = 10) int lostAnswersPercent,
            @ForAll long seed) {
        // Given
        Duration window = Duration.ofSeconds(5);
        Run run = new Run(new BudgetSettings(calls, window, Duration.ofMillis(guardMillis), "default"), seed);
        run.latePercent = 20;
        run.grid.latency = () -> Duration.ofMillis(run.random.nextInt(1 + guardMillis / 8));
        run.grid.losesAnswer = () -> run.random.nextInt(100) < lostAnswersPercent;

        // When
        run.demand(Duration.ofMinutes(1), 3 * calls / 5.0);

        // Then
        assertThat(Arrivals.most(run.arrivals, window.toNanos())).isBetween(1, calls);
    }

    @Test
    void usesWhatTheDefaultLimitAllows() {
        // Given
        Run run = new Run(DEFAULTS, 42);

        // When
        run.demand(Duration.ofHours(3), 6);

        // Then
        long window = DEFAULTS.window().toNanos();
        assertThat(Arrivals.most(run.arrivals, window)).isLessThanOrEqualTo(DEFAULTS.calls());
        double used = Arrivals.used(run.arrivals, DEFAULTS.calls(), window);
        assertThat(used).isBetween(0.98, 1.0);
    }

    @Test
    void asksTheGridSeldomWhileTheWindowIsFull() {
        // Given
        Run run = new Run(DEFAULTS, 42);

        // When
        run.demand(Duration.ofHours(1), 6);

        // Then
        assertThat(run.grid.operations.size() / 3_600.0 / WORKERS).isLessThan(1);
    }

    /** Three workers on one grid, whose callers hold a permit for a while and whose calls then travel for a while. */
    private static final class Run {
        final HandTime time = new HandTime();
        final SplittableRandom random;
        final MemoryGrid grid;
        final List<Long> arrivals = new ArrayList<>();
        private final BudgetSettings settings;
        private final List<PermitDispenser> workers = new ArrayList<>();
        private int latePercent;
        private int waiting;

        Run(BudgetSettings settings, long seed) {
            this.settings = settings;
            this.random = new SplittableRandom(seed);
            this.grid = new MemoryGrid(BudgetLimit.of(settings), time);
            for (int i = 0; i < WORKERS; i++) {
                workers.add(new PermitDispenser(
                        BudgetLimit.of(settings),
                        grid,
                        time.loop(),
                        random.split(),
                        new Condition("budget", time),
                        new BudgetReport(settings, time, record -> {})));
            }
        }

        void demand(Duration length, double perSecond) {
            for (double at = 0; at < length.toNanos(); at += random.nextDouble(2e9 / perSecond)) {
                time.advance(Duration.ofNanos((long) at - time.now()));
                if (waiting < 256 * WORKERS) {
                    call(workers.get(random.nextInt(WORKERS)));
                }
            }
        }

        private void call(PermitDispenser worker) {
            waiting++;
            Promise<PermitAnswer> promise = Promise.promise();
            worker.request(new PermitRequest(0, "", null), Waiting.NO_DEADLINE, promise);
            promise.future().onSuccess(answer -> {
                waiting--;
                answer.fold(this::use, passed -> null);
            });
        }

        /** Mostly at once; now and then given back, or late, or too late. */
        private Void use(Permit permit) {
            long guard = settings.guard().toMillis();
            int mood = random.nextInt(100);
            if (mood == 0) {
                permit.giveBack();
            } else {
                time.after(Duration.ofMillis(mood <= latePercent ? random.nextLong(guard) : 1), () -> {
                    if (permit.spend()) {
                        arrivals.add(
                                time.now() + random.nextLong(settings.guard().toNanos() / 2));
                    }
                });
            }
            return null;
        }
    }
}
