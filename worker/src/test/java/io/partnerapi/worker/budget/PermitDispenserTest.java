package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.turn.Place;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whom permits go to, and what becomes of them. */
class PermitDispenserTest extends Dispensers {
    @Test
    void handsOutAPermitThatCanBeSpentOnce() {
        // When
        Permit permit = permit(ask());

        // Then
        assertThat(permit.spend()).isTrue();
        assertThat(permit.spend()).isFalse();
    }

    @Test
    void aPermitLivesHalfTheGuard() {
        // Given
        Permit inTime = permit(ask());
        time.advance(USE_BY.minus(SOON).minusMillis(50));
        assertThat(inTime.spend()).isTrue();
        Permit late = permit(ask());

        // When
        time.advance(USE_BY);

        // Then
        assertThat(late.spend()).isFalse();
    }

    @Test
    void servesByPriorityThenByAge() {
        // Given
        List<String> served = new ArrayList<>();
        Stream.of("2-first", "1-first", "2-second", "0-only", "1-second").forEach(name -> {
            int priority = name.charAt(0) - '0';
            ask(dispenser, new PermitRequest(new Place(priority, name, 1), null))
                    .onSuccess(answer -> served.add(name));
        });

        // When
        time.advance(Duration.ofSeconds(10));

        // Then
        assertThat(served).containsExactly("0-only", "1-first", "1-second", "2-first", "2-second");
    }

    @Test
    void whoseDeadlinePassesIsToldAtThatMomentAndGetsNoPermit() {
        // Given
        grid.losesAnswer = () -> true;
        Future<PermitAnswer> answer = askUntil(Duration.ofSeconds(3));
        time.advance(Duration.ofMillis(2_999));
        assertThat(answer.isComplete()).isFalse();

        // When
        time.advance(Duration.ofMillis(1));

        // Then
        assertThat(answer.result()).isEqualTo(new DeadlinePassed());
    }

    @Test
    void whoCannotBeServedBeforeItsDeadlineIsToldEarly() {
        // Given
        spend(900);
        time.advance(Duration.ofSeconds(10));

        // When
        Future<PermitAnswer> hopeless = askUntil(Duration.ofSeconds(60));
        Future<PermitAnswer> hopeful = askUntil(Duration.ofSeconds(330));
        time.advance(SOON);

        // Then
        assertThat(hopeless.result()).isEqualTo(new DeadlinePassed());
        assertThat(hopeful.isComplete()).isFalse();
        time.advance(Duration.ofSeconds(310));
        assertThat(hopeful.result()).isInstanceOf(Permit.class);
    }

    @Test
    void whoWaitsForWhatIsInStockIsNotToldEarly() {
        // Given
        spend(800);
        List<Future<PermitAnswer>> answers = IntStream.range(0, 100)
                .mapToObj(i -> askUntil(Duration.ofSeconds(3)))
                .toList();
        time.advance(Duration.ofSeconds(1));
        assertThat(dispenser.view().used()).isEqualTo(900);
        assertThat(answers.stream().filter(Future::isComplete)).hasSize(PermitDispenser.MOST_HANDED_OUT);

        // When
        answers.forEach(PermitDispenserTest::use);
        time.advance(SOON);

        // Then
        assertThat(answers).allMatch(answer -> answer.result() instanceof Permit);
    }

    @Test
    void whoMayGetWhatAnotherWorkerGivesBackIsNotToldEarly() {
        // Given
        PermitDispenser other = dispenser();
        spend(898);
        time.advance(Duration.ofSeconds(5));
        Permit answered = permit(ask());
        assertThat(answered.spend()).isTrue();
        Permit last = permit(ask(other, anyRequest()));
        Future<PermitAnswer> next = askUntil(Duration.ofSeconds(3));
        time.advance(SOON);

        // When
        last.close();
        time.advance(USE_BY.minus(SOON.multipliedBy(2)));
        answered.arrived();
        time.advance(SOON);

        // Then
        assertThat(next.result()).isInstanceOf(Permit.class);
    }

    @Test
    void whoMayGetWhatIsHandedOutHereIsNotToldEarly() {
        // Given
        spend(899);
        time.advance(Duration.ofSeconds(5));
        Permit last = permit(ask());
        time.advance(USE_BY.multipliedBy(2));
        Future<PermitAnswer> next = askUntil(Duration.ofSeconds(60));
        time.advance(SOON);

        // When
        last.close();
        time.advance(SOON);

        // Then
        assertThat(next.result()).isInstanceOf(Permit.class);
    }

    @Test
    void whoseDeadlinePassesInAPauseIsToldEarly() {
        // Given
        Permit held = permit(ask());
        dispenser.refused();

        // When
        Future<PermitAnswer> hopeless = askUntil(Duration.ofSeconds(25));
        Future<PermitAnswer> hopeful = askUntil(Duration.ofSeconds(40));
        time.advance(SOON);

        // Then
        assertThat(held.spend()).isFalse();
        assertThat(hopeless.result()).isEqualTo(new DeadlinePassed());
        time.advance(Duration.ofSeconds(32));
        assertThat(hopeful.result()).isInstanceOf(Permit.class);
    }

    @Test
    void whatIsPacedDoesNotEndWhatIsUrgent() {
        // Given
        IntStream.range(0, 400).forEach(i -> use(ask()));
        time.advance(Duration.ofSeconds(2));
        IntStream.range(0, 200).forEach(i -> use(ask(dispenser, new PermitRequest(new Place(5, "", 1), null))));
        time.advance(Duration.ofSeconds(1));

        // When
        Future<PermitAnswer> urgent = askUntil(Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(1));

        // Then
        assertThat(urgent.result()).isInstanceOf(Permit.class);
    }

    @Test
    void whatOneWorkerDoesNotUseAnotherGets() {
        // Given
        PermitDispenser other = dispenser();
        spend(700);
        List<Future<PermitAnswer>> elsewhere = IntStream.range(0, 200)
                .mapToObj(i -> use(ask(other, anyRequest())))
                .toList();

        // When
        time.advance(Duration.ofSeconds(6));

        // Then
        assertThat(elsewhere).allMatch(Future::isComplete);
    }

    @Test
    void aPermitGivenBackServesTheNext() {
        // Given
        spend(899);
        time.advance(Duration.ofSeconds(5));
        Permit last = permit(ask());
        Future<PermitAnswer> next = ask();
        time.advance(SOON);
        assertThat(next.isComplete()).isFalse();

        // When
        last.close();
        time.advance(SOON);

        // Then
        assertThat(permit(next).spend()).isTrue();
        assertThat(last.spend()).isFalse();
    }

    @Test
    void permitsOfALeaseThatIsAnsweredTooLateAreGivenBack() {
        // Given
        Future<PermitAnswer> before = use(ask());
        time.advance(Duration.ofSeconds(1));
        assertThat(before.isComplete()).isTrue();
        grid.answersTooLate = () -> true;
        List<Future<PermitAnswer>> answers =
                IntStream.range(0, 100).mapToObj(i -> use(ask())).toList();
        time.advance(Duration.ofSeconds(10));
        assertThat(answers).noneMatch(Future::isComplete);

        // When
        grid.answersTooLate = () -> false;
        time.advance(Duration.ofSeconds(3));

        // Then
        assertThat(answers).allMatch(Future::isComplete);
        assertThat(dispenser.view().used()).isEqualTo(101);
    }

    @Test
    void anAnswerLostByTheGridCostsOnePermitAtATime() {
        // Given
        grid.losesAnswer = () -> true;
        List<Future<PermitAnswer>> answers =
                IntStream.range(0, 100).mapToObj(i -> use(ask())).toList();
        time.advance(Duration.ofSeconds(10));
        assertThat(answers).noneMatch(Future::isComplete);
        assertThat(condition.state().reason())
                .isEqualTo("no permits are leased: IllegalStateException: lost on the way");
        long lost = grid.count(LedgerStep.Take.class);

        // When
        grid.losesAnswer = () -> false;
        time.advance(Duration.ofSeconds(3));

        // Then
        assertThat(answers).allMatch(Future::isComplete);
        assertThat(condition.state().up()).isTrue();
        assertThat(dispenser.view().used()).isLessThanOrEqualTo(200 + (int) lost);
    }

    @Test
    void isNotWellWhileNothingIsLeasedSinceNothingCanBeKept() {
        // Given
        hasStarted();
        grid.keeps = false;
        List<Future<PermitAnswer>> answers =
                IntStream.range(0, 100).mapToObj(i -> use(ask())).toList();
        time.advance(Duration.ofSeconds(10));
        assertThat(answers).anyMatch(Future::isComplete);
        Instant since = condition.state().since();

        // When
        time.advance(Duration.ofMinutes(2));

        // Then
        assertThat(condition.state().up()).isFalse();
        assertThat(condition.state().since()).isEqualTo(since);
        grid.keeps = true;
        time.advance(Duration.ofSeconds(10));
        assertThat(condition.state().up()).isTrue();
        assertThat(answers).allMatch(Future::isComplete);
    }

    @Test
    void closesByReturningWhatIsLeftEvenWhatIsOnItsWay() {
        // Given
        spend(50);
        time.advance(Duration.ofSeconds(10));
        Future<PermitAnswer> waiting = ask();

        // When
        Future<Void> closed = dispenser.close();
        time.advance(SOON);

        // Then
        assertThat(closed.succeeded()).isTrue();
        assertThat(waiting.cause()).isInstanceOf(CancellationException.class);
        assertThat(ask().cause()).isInstanceOf(CancellationException.class);
        PermitDispenser other = dispenser();
        time.advance(SOON);
        assertThat(other.view().used()).isEqualTo(50);
    }

    private Future<PermitAnswer> askUntil(Duration deadline) {
        Promise<PermitAnswer> promise = Promise.promise();
        dispenser.request(anyRequest(), time.now() + deadline.toNanos(), promise);
        return promise.future();
    }
}
