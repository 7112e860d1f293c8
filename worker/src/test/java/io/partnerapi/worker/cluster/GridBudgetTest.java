package io.partnerapi.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.partnerapi.worker.budget.Arrivals;
import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.Lease;
import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.budget.PermitRequest;
import io.partnerapi.worker.budget.SharedBudget;
import io.partnerapi.worker.ops.Condition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three real members on loopback. */
@Timeout(60)
class GridBudgetTest {

    private final Vertx vertx = Vertx.vertx();
    private final Grids grids = Grids.start(3);

    @AfterEach
    void close() {
        vertx.close().await();
        grids.close();
    }

    @Test
    void threeWorkersUnderConstantDemandUseTheLimitAndNeverMore() {
        // Given
        int calls = 200;
        Duration window = Duration.ofSeconds(2);
        Duration guard = Duration.ofMillis(200);
        BudgetSettings settings = new BudgetSettings(calls, window, guard, "default");
        Collection<Long> spent = new ConcurrentLinkedQueue<>();
        List<CallBudget> budgets =
                grids.all().stream().map(grid -> start(grid, settings)).toList();

        // When
        budgets.forEach(budget -> demand(budget, spent));
        await().atMost(Duration.ofSeconds(20)).until(() -> spent.size() >= 4 * calls);

        // Then
        List<Long> arrived = spent.stream()
                .map(at -> at + ThreadLocalRandom.current().nextLong(guard.toNanos() / 2))
                .toList();
        double used = Arrivals.used(spent, calls, window.toNanos());
        assertThat(Arrivals.most(spent, window.toNanos())).isLessThanOrEqualTo(calls);
        assertThat(Arrivals.most(arrived, window.toNanos())).isLessThanOrEqualTo(calls);
        assertThat(used).isBetween(0.85, 1.0);
        budgets.forEach(budget -> budget.close().await());
    }

    @Test
    void theLedgerOutlivesTheMemberThatHoldsIt() {
        // Given
        BudgetSettings settings = new BudgetSettings(10, Duration.ofMinutes(5), Duration.ofSeconds(10), "default");
        List<GridBudget> budgets = grids.all().stream()
                .map(grid -> new GridBudget(grid, vertx, settings))
                .toList();
        Lease lease = budgets.get(0).lease(8).await();
        budgets.get(1).giveBack(lease.part(2)).await();
        HazelcastInstance owner = ownerOf(settings.egress());

        // When
        owner.getLifecycleService().terminate();

        // Then
        await().untilAsserted(() -> assertThat(anyAnswer(budgets, 0).used()).isEqualTo(6));
        assertThat(anyAnswer(budgets, 10).granted()).isEqualTo(4);
    }

    @Test
    void failsWithoutAMajority() {
        // Given
        BudgetSettings settings = new BudgetSettings(10, Duration.ofMinutes(5), Duration.ofSeconds(10), "default");
        GridBudget budget = new GridBudget(grids.get(0), vertx, settings);
        grids.get(1).close();
        grids.get(2).close();
        await().until(() -> !grids.get(0).hasMajority());

        // When
        Future<Lease> lease = budget.lease(1);

        // Then
        await().until(lease::isComplete);
        assertThat(lease.failed()).isTrue();
    }

    private CallBudget start(Grid grid, BudgetSettings settings) {
        return SharedBudget.start(
                vertx,
                settings,
                new GridBudget(grid, vertx, settings),
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
            budget.permit(new PermitRequest(0, "", null)).onSuccess(answer -> {
                waiting.decrementAndGet();
                if (answer.<Boolean>fold(Permit::spend, passed -> false)) {
                    spent.add(System.nanoTime());
                }
            });
        });
    }

    /** The first answer of a member that is alive. */
    private static Lease anyAnswer(List<GridBudget> budgets, int wanted) {
        return budgets.stream()
                .map(budget -> budget.lease(wanted).otherwiseEmpty().await())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no member answers"));
    }

    private static HazelcastInstance ownerOf(String key) {
        return Hazelcast.getAllHazelcastInstances().stream()
                .filter(member -> member.getPartitionService()
                        .getPartition(key)
                        .getOwner()
                        .localMember())
                .findFirst()
                .orElseThrow();
    }
}
