package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often the shared ledger is asked. */
class DispenserPaceTest extends Dispensers {
    @Test
    void asksTheGridAFewTimesASecondAtThreeCallsASecond() {
        // Given
        List<Future<PermitAnswer>> answers = new ArrayList<>();
        hasStarted();

        // When
        for (int i = 0; i < 180; i++) {
            Future<PermitAnswer> answer = use(ask());
            time.advance(Duration.ofMillis(333));
            answers.add(answer);
        }

        // Then
        assertThat(answers).allMatch(Future::isComplete);
        assertThat(mostInASecond(grid)).isLessThanOrEqualTo(5);
        assertThat(grid.operations.size()).isLessThanOrEqualTo(240);
    }

    @Test
    void asksTheGridSeldomUnderALoadOfHundreds() {
        // Given
        hasStarted();

        // When
        for (int i = 0; i < 800; i++) {
            ask().onSuccess(answer -> answer.fold(Permit::spend, passed -> false));
            time.advance(Duration.ofMillis(3));
        }

        // Then
        assertThat(mostInASecond(grid)).isLessThanOrEqualTo(20);
    }

    @Test
    void asksTheGridSeldomAtAThousandCallsASecond() {
        // Given
        PermitDispenser large = dispenser(
                new BudgetSettings(600_000, Duration.ofMinutes(5), Duration.ofSeconds(5), 5, Map.of(), "large"));
        hasStarted();

        // When
        List<Future<PermitAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            answers.add(use(ask(large, anyRequest())));
            time.advance(Duration.ofMillis(1));
        }

        // Then
        time.advance(SOON);
        assertThat(answers).allMatch(Future::isComplete);
        assertThat(mostInASecond(grid)).isLessThanOrEqualTo(20);
    }

    @Test
    void looksSeldomWhileTheWindowIsFull() {
        // Given
        spend(900);
        time.advance(Duration.ofSeconds(5));
        Future<PermitAnswer> answer = ask();
        time.advance(Duration.ofSeconds(5));
        int before = grid.operations.size();

        // When
        time.advance(Duration.ofMinutes(4));

        // Then
        assertThat(grid.operations.size() - before).isLessThanOrEqualTo(48);
        assertThat(answer.isComplete()).isFalse();
        time.advance(Duration.ofMinutes(1));
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void asksAgainSoonIfAFailureTookLong() {
        // Given
        hasStarted();
        grid.losesAnswer = () -> true;
        grid.latency = () -> USE_BY.dividedBy(2);
        Future<PermitAnswer> answer = ask();

        // When
        time.advance(USE_BY);
        grid.losesAnswer = () -> false;
        grid.latency = () -> Duration.ofMillis(2);
        time.advance(SOON);

        // Then
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void looksAtTheGridAtTheStart() {
        // When
        time.advance(SOON);

        // Then
        assertThat(condition.state().up()).isTrue();
        assertThat(grid.count(LedgerStep.Restore.class)).isEqualTo(1);
        assertThat(grid.count(LedgerStep.Take.class)).isEqualTo(2);
    }

    private static long mostInASecond(MemoryLedger grid) {
        IntFunction<Long> at = i -> grid.operations.get(i).at().toNanos();
        return Arrivals.most(
                IntStream.range(0, grid.operations.size()).mapToObj(at).toList(),
                Duration.ofSeconds(1).toNanos() - 1);
    }
}
