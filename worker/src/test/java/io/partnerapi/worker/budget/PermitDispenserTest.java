package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.ApiBudget;
import io.partnerapi.schemas.Paused;
import io.partnerapi.schemas.Resumed;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.turn.Place;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The default limit, in a test's own time; a permit lives 2.5 seconds. */
class PermitDispenserTest {

    private static final BudgetSettings SETTINGS =
            new BudgetSettings(900, Duration.ofMinutes(5), Duration.ofSeconds(5), 5, Map.of(), "office");
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration USE_BY = Duration.ofMillis(2_500);

    private final HandTime time = new HandTime();
    private final MemoryLedger grid = new MemoryLedger(time);
    private int workers;
    private final Condition condition = new Condition("budget", time);
    private final List<Telemetry> telemetry = new ArrayList<>();
    private final PermitDispenser dispenser = dispenser();

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
    void aRefusalPausesEveryWorkerAndIsToldOnce() {
        // Given
        PermitDispenser other = dispenser();
        spend(10);
        IntStream.range(0, 20).forEach(i -> dispenser.refused());
        time.advance(USE_BY);

        // When
        List<Future<PermitAnswer>> answers = List.of(ask(), ask(other, anyRequest()));
        time.advance(Duration.ofSeconds(27));

        // Then
        assertThat(answers).noneMatch(Future::isComplete);
        assertThat(grid.count(LedgerStep.Pause.class)).isEqualTo(1);
        assertThat(told(Paused.class)).singleElement().satisfies(paused -> {
            assertThat(paused.scope()).isEqualTo("egress:office");
            assertThat(paused.until()).isAfter(Instant.EPOCH.plusSeconds(30));
        });
        time.advance(Duration.ofSeconds(6));
        assertThat(answers).allMatch(Future::isComplete);
        assertThat(told(Resumed.class)).hasSize(1);
    }

    @Test
    void aPermitInHandIsNotSpentWhileCallsPauseAndComesBack() {
        // Given
        PermitDispenser other = dispenser();
        Permit here = permit(ask());
        Permit elsewhere = permit(ask(other, anyRequest()));

        // When
        dispenser.refused();
        boolean spentHere = here.spend();
        time.advance(SOON);

        // Then
        assertThat(spentHere).isFalse();
        assertThat(elsewhere.spend()).isFalse();
        time.advance(Duration.ofSeconds(2));
        assertThat(other.view().used()).isZero();
    }

    @Test
    void aPermitOfBeforeAShortPauseIsNotSpentAfterIt() {
        // Given
        PermitDispenser quick =
                dispenser(new BudgetSettings(300, Duration.ofSeconds(10), Duration.ofSeconds(5), 5, Map.of(), "quick"));
        Permit before = permit(ask(quick, anyRequest()));

        // When
        quick.refused();
        time.advance(Duration.ofSeconds(1).plus(SOON));
        Permit after = permit(ask(quick, anyRequest()));

        // Then
        assertThat(before.spend()).isFalse();
        assertThat(after.spend()).isTrue();
    }

    @Test
    void anUnansweredRefusalIsToldAgainAndPausesOnce() {
        // Given
        PermitDispenser other = dispenser();
        spend(10);
        grid.losesAnswer = () -> true;
        dispenser.refused();
        time.advance(SOON);

        // When
        grid.losesAnswer = () -> false;
        time.advance(Duration.ofSeconds(2));

        // Then
        assertThat(grid.count(LedgerStep.Pause.class)).isEqualTo(2);
        Future<PermitAnswer> answer = ask(other, anyRequest());
        time.advance(Duration.ofSeconds(33));
        assertThat(answer.isComplete()).isTrue();
        assertThat(told(Paused.class)).hasSize(1);
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

    @Test
    void tellsEachSecondWithTrafficElseEachMinute() {
        // Given
        spend(30);

        // When
        time.advance(Duration.ofMinutes(5));

        // Then
        assertThat(told(ApiBudget.class)).hasSize(5);
        assertThat(told(ApiBudget.class).get(0)).satisfies(first -> {
            assertThat(first.egress()).isEqualTo("office");
            assertThat(first.limit()).isEqualTo(900);
            assertThat(first.used()).isGreaterThanOrEqualTo(30);
            assertThat(first.waiting()).isZero();
            assertThat(first.forecastEnd()).isNull();
        });
        assertThat(told(ApiBudget.class).get(4).used()).isEqualTo(30);
    }

    @Test
    void tellsOfABacklogEachSecondWithItsEnd() {
        // Given
        spend(900);
        time.advance(Duration.ofSeconds(4));
        ask();
        telemetry.clear();

        // When
        time.advance(Duration.ofSeconds(60));

        // Then
        assertThat(told(ApiBudget.class)).hasSizeBetween(59, 61);
        ApiBudget last = told(ApiBudget.class).get(58);
        assertThat(last.waiting()).isEqualTo(1);
        assertThat(last.oldestWaitMillis()).isBetween(57_000L, 61_000L);
        assertThat(last.forecastEnd()).isBetween(Instant.EPOCH.plusSeconds(305), Instant.EPOCH.plusSeconds(308));
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

    /** What was kept is restored, which takes a few operations. */
    private void hasStarted() {
        time.advance(Duration.ofSeconds(5));
        grid.operations.clear();
    }

    private PermitDispenser dispenser() {
        return dispenser(SETTINGS);
    }

    private PermitDispenser dispenser(BudgetSettings settings) {
        BudgetLimit limit = BudgetLimit.of(settings, 0);
        PermitDispenser created = new PermitDispenser(
                limit,
                grid.grid(limit, "worker-" + workers++, time),
                () -> 0,
                time.loop(),
                new SplittableRandom(1),
                condition,
                new BudgetReport(settings, time, telemetry::add));
        time.after(Duration.ZERO, created::turn);
        return created;
    }

    private Future<PermitAnswer> ask() {
        return ask(dispenser, anyRequest());
    }

    private Future<PermitAnswer> ask(PermitDispenser where, PermitRequest request) {
        Promise<PermitAnswer> promise = Promise.promise();
        where.request(request, Waiting.NO_DEADLINE, promise);
        return promise.future();
    }

    private Future<PermitAnswer> askUntil(Duration deadline) {
        Promise<PermitAnswer> promise = Promise.promise();
        dispenser.request(anyRequest(), time.now() + deadline.toNanos(), promise);
        return promise.future();
    }

    private static PermitRequest anyRequest() {
        return new PermitRequest(new Place(0, "", 1), null);
    }

    private Permit permit(Future<PermitAnswer> answer) {
        time.advance(SOON);
        return answer.result().fold(permit -> permit, passed -> {
            throw new AssertionError("no permit");
        });
    }

    private void spend(int calls) {
        List<Future<PermitAnswer>> answers =
                IntStream.range(0, calls).mapToObj(i -> use(ask())).toList();
        for (int i = 0; i < 40 && !answers.stream().allMatch(Future::isComplete); i++) {
            time.advance(Duration.ofMillis(50));
        }
        assertThat(answers).allMatch(answer -> answer.result() instanceof Permit);
    }

    /** Spends the permit as soon as it comes. */
    private static Future<PermitAnswer> use(Future<PermitAnswer> asked) {
        return asked.onSuccess(answer ->
                assertThat(answer.<Boolean>fold(Permit::spend, passed -> true)).isTrue());
    }

    private static long mostInASecond(MemoryLedger grid) {
        IntFunction<Long> at = i -> grid.operations.get(i).at().toNanos();
        return Arrivals.most(
                IntStream.range(0, grid.operations.size()).mapToObj(at).toList(),
                Duration.ofSeconds(1).toNanos() - 1);
    }

    private <T extends Telemetry> List<T> told(Class<T> type) {
        return Collections.unmodifiableList(
                telemetry.stream().filter(type::isInstance).map(type::cast).toList());
    }
}
