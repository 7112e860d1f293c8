package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.turn.Place;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SharedBudgetTest {

    private static final BudgetSettings SETTINGS =
            new BudgetSettings(10, Duration.ofMinutes(1), Duration.ofSeconds(5), 5, Map.of(), "default");

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final Condition condition = new Condition("budget", Clock.systemUTC());
    private final SharedBudget budget = SharedBudget.start(
            vertx,
            SETTINGS,
            BudgetLimit.of(SETTINGS, 0),
            new Generous(),
            () -> 0,
            Clock.systemUTC(),
            condition,
            record -> {});

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void answersOnTheContextOfTheCaller() throws Exception {
        // Given
        CompletableFuture<Boolean> same = new CompletableFuture<>();
        Context caller = vertx.getOrCreateContext();

        // When
        caller.runOnContext(ignored -> {
            Thread thread = Thread.currentThread();
            Context own = vertx.getOrCreateContext();
            budget.permit(until(null))
                    .onComplete(answer ->
                            same.complete(Thread.currentThread() == thread && vertx.getOrCreateContext() == own));
        });

        // Then
        assertThat(same.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2999-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void servesWhoHasADistantDeadline(Instant deadline) {
        // When
        PermitAnswer answer = budget.permit(until(deadline)).await();

        // Then
        assertThat(answer).isInstanceOf(Permit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001-01-01T00:00:00Z", "-1000000000-01-01T00:00:00Z"})
    void toWhomTheDeadlineHasPassedItSaysSo(Instant deadline) {
        // When
        PermitAnswer answer = budget.permit(until(deadline)).await();

        // Then
        assertThat(answer).isEqualTo(new DeadlinePassed());
    }

    @Test
    void tellsWhatIsUsed() {
        // When
        budget.permit(until(null)).await();

        // Then
        await().until(() -> budget.use().used() == 7);
        BudgetUse use = budget.use();
        assertThat(use.leased()).isPositive();
        assertThat(use)
                .isEqualTo(
                        new BudgetUse(10, Duration.ofMinutes(1), 7, use.leased(), 0, Duration.ZERO, null, true, null));
    }

    @Test
    void tellsHowLongCallsPause() {
        // When
        budget.egressRefused();

        // Then
        await().untilAsserted(() -> assertThat(budget.use().pause()).isBetween(Duration.ofSeconds(1), PAUSE));
    }

    @Test
    void tellsThatTheGridDoesNotAnswer() {
        // Given
        budget.permit(until(null)).await();
        boolean before = budget.use().answers();

        // When
        condition.down("no permits are leased", "Wait");

        // Then
        assertThat(before).isTrue();
        assertThat(budget.use().answers()).isFalse();
    }

    @Test
    void closesWhileNobodyWaits() {
        // When
        Future<Void> closed = budget.close();

        // Then
        closed.await();
        assertThat(budget.permit(until(null)).otherwiseEmpty().await()).isNull();
    }

    private static PermitRequest until(@Nullable Instant deadline) {
        return new PermitRequest(new Place(0, "", 1), deadline);
    }

    /** Always grants. */
    private static final class Generous implements BudgetGrid {
        @Override
        public Future<Lease> lease(List<Want> wants, long backlog, List<Part> unspent, List<Part> arrived) {
            int wanted = wants.stream().mapToInt(Want::permits).sum();
            return Future.succeededFuture(new Lease(0, wanted, 7, 0, Duration.ZERO, Duration.ZERO));
        }

        @Override
        public Future<Duration> pause() {
            return Future.succeededFuture(PAUSE);
        }

        @Override
        public void onPause(Consumer<Duration> listener) {
            // Nobody else pauses it.
        }
    }
}
