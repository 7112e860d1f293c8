package io.partnerapi.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import io.partnerapi.worker.budget.Arrivals;
import io.partnerapi.worker.budget.BudgetLimit;
import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.KeptBudget;
import io.partnerapi.worker.budget.Lease;
import io.partnerapi.worker.budget.LedgerAge;
import io.partnerapi.worker.budget.LedgerStep;
import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.budget.PermitRequest;
import io.partnerapi.worker.budget.SharedBudget;
import io.partnerapi.worker.budget.Snapshot;
import io.partnerapi.worker.budget.TopicMemory;
import io.partnerapi.worker.budget.Want;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.state.KeptValue;
import io.partnerapi.worker.turn.Place;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three real members on loopback. */
@Timeout(180)
class GridLedgerTest {

    /** From write to answer; a call arrives at any time in between. */
    private static final long WAY_MILLIS = 90;

    private final Vertx vertx = Vertx.vertx();
    private final Grids grids = Grids.start(3);
    private final AtomicInteger workers = new AtomicInteger();
    private final KeptValue kept = new MemoryValue();

    @AfterEach
    void close() {
        vertx.close().await();
        grids.close();
    }

    @Test
    void threeWorkersUnderConstantDemandNeverUseMoreThanTheLimit() {
        // Given
        int calls = 200;
        Duration window = Duration.ofSeconds(2);
        Duration guard = Duration.ofMillis(200);
        BudgetSettings settings = new BudgetSettings(calls, window, guard, 5, Map.of(), "default");
        Collection<Long> spent = new ConcurrentLinkedQueue<>();
        List<CallBudget> budgets =
                grids.all().stream().map(grid -> start(grid, settings)).toList();

        // When
        budgets.forEach(budget -> demand(budget, spent));
        await().atMost(Duration.ofMinutes(1)).until(() -> spent.size() >= 4 * calls);

        // Then
        List<Long> arrived = spent.stream()
                .map(at -> at
                        + Duration.ofMillis(ThreadLocalRandom.current().nextLong(WAY_MILLIS))
                                .toNanos())
                .toList();
        assertThat(Arrivals.most(spent, window.toNanos())).isLessThanOrEqualTo(calls);
        assertThat(Arrivals.most(arrived, window.toNanos())).isLessThanOrEqualTo(calls);
        budgets.forEach(budget -> budget.close().await());
    }

    /** So late that some answers surely miss it on any machine, and some may not. */
    @Test
    void everyAnswerComesInTimeOrLateAndNoneIsLost() {
        // Given
        BudgetLimit hasty = new BudgetLimit(400, 300_000, 2, 0, 5);
        GridLedger ledger = new GridLedger(grids.all().get(0), vertx, "hasty", hasty);
        AtomicInteger inTime = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();

        // When
        for (int i = 0; i < 100; i++) {
            ledger.submit(new LedgerStep.Pause(hasty), answer -> late.incrementAndGet())
                    .onSuccess(answer -> inTime.incrementAndGet());
        }

        // Then
        await().untilAsserted(() -> assertThat(inTime.get() + late.get()).isEqualTo(100));
    }

    @Test
    void theLedgerOutlivesTheMemberThatHoldsIt() {
        // Given
        BudgetSettings settings =
                new BudgetSettings(10, Duration.ofMinutes(5), Duration.ofSeconds(10), 5, Map.of(), "default");
        List<GridLedger> ledgers =
                grids.all().stream().map(grid -> ledger(grid, settings)).toList();
        ledgers.get(0)
                .submit(new LedgerStep.Restore(BudgetLimit.of(settings, 0), null, 0, 1))
                .await();
        Snapshot toKeep = ledgers.get(0).submit(take(settings, 6)).await().save();
        ledgers.get(1)
                .submit(new LedgerStep.Saved(BudgetLimit.of(settings, 0), toKeep.id()))
                .await();
        Lease lease = ledgers.get(0).submit(take(settings, 6)).await().lease();
        HazelcastInstance owner = grids.ownerOf(settings.egress());

        // When
        owner.getLifecycleService().terminate();

        // Then
        assertThat(lease.granted()).isEqualTo(6);
        await().untilAsserted(() ->
                assertThat(anyAnswer(ledgers, take(settings, 0)).used()).isEqualTo(6));
        assertThat(anyAnswer(ledgers, take(settings, 10)).granted()).isEqualTo(2);
    }

    @Test
    void failsWithoutAMajority() {
        // Given
        BudgetSettings settings =
                new BudgetSettings(10, Duration.ofMinutes(5), Duration.ofSeconds(10), 5, Map.of(), "default");
        GridLedger ledger = ledger(grids.get(0), settings);
        grids.get(1).close();
        grids.get(2).close();
        await().until(() -> !grids.get(0).hasMajority());

        // When
        await().alias("the protection hears of it a moment later than the member")
                .until(() -> {
                    Future<?> lease = ledger.submit(take(settings, 1));
                    await().until(lease::isComplete);
                    return lease.failed();
                });

        // Then
        Future<?> later = ledger.submit(take(settings, 1));
        await().until(later::isComplete);
        assertThat(later.failed()).isTrue();
        await().until(() -> ledger.cutOffAt() > 0);
    }

    @Test
    void aPauseIsToldToEveryWorkerOfTheGroup() {
        // Given
        BudgetSettings settings =
                new BudgetSettings(10, Duration.ofMinutes(5), Duration.ofSeconds(10), 5, Map.of(), "default");
        List<Duration> heard = new CopyOnWriteArrayList<>();
        grids.all().forEach(grid -> ledger(grid, settings).onPause(heard::add));

        // When
        ledger(grids.get(1), settings).tellPause(Duration.ofSeconds(7));

        // Then
        await().until(() -> heard.size() == 3);
        assertThat(heard).containsOnly(Duration.ofSeconds(7));
    }

    private GridLedger ledger(Grid grid, BudgetSettings settings) {
        return new GridLedger(grid, vertx, settings.egress(), BudgetLimit.of(settings, 0));
    }

    private static LedgerStep.Take take(BudgetSettings settings, int wanted) {
        List<Want> wants = wanted == 0 ? List.of() : List.of(new Want(0, wanted, 1));
        return new LedgerStep.Take(
                BudgetLimit.of(settings, 0), "worker", LedgerAge.NONE, wants, wanted, List.of(), List.of());
    }

    private CallBudget start(Grid grid, BudgetSettings settings) {
        return SharedBudget.start(
                vertx,
                settings,
                BudgetLimit.of(settings, 0),
                new KeptBudget(
                        ledger(grid, settings),
                        new TopicMemory(vertx, kept, Clock.systemUTC()),
                        BudgetLimit.of(settings, 0),
                        "worker-" + workers.incrementAndGet(),
                        Clock.systemUTC()),
                () -> 0,
                Clock.systemUTC(),
                new Condition("budget", Clock.systemUTC()),
                record -> {});
    }

    /** A hundred calls a second, until too many of them wait. */
    private void demand(CallBudget budget, Collection<Long> spent) {
        AtomicInteger waiting = new AtomicInteger();
        vertx.setPeriodic(10, timer -> {
            if (waiting.incrementAndGet() > 100) {
                waiting.decrementAndGet();
                return;
            }
            budget.permit(new PermitRequest(new Place(0, "", 1), null)).onSuccess(answer -> {
                waiting.decrementAndGet();
                Permit permit = (Permit) answer;
                if (permit.spend()) {
                    spent.add(System.nanoTime());
                    vertx.setTimer(WAY_MILLIS, answered -> permit.arrived());
                }
            });
        });
    }

    /** The first answer of a member that is alive. */
    private static Lease anyAnswer(List<GridLedger> ledgers, LedgerStep.Take take) {
        return ledgers.stream()
                .map(ledger -> ledger.submit(take).otherwiseEmpty().await())
                .filter(Objects::nonNull)
                .map(LedgerStep.Taken::lease)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no member answers"));
    }

    /** Kept in this process. */
    private static final class MemoryValue implements KeptValue {
        private volatile Optional<String> value = Optional.empty();

        @Override
        public Optional<String> found() {
            return value;
        }

        @Override
        public Optional<String> now() {
            return value;
        }

        @Override
        public void keep(String newer, Duration validFor, Runnable kept) {
            value = Optional.of(newer);
            kept.run();
        }
    }
}
