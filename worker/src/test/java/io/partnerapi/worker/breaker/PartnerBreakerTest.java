package io.partnerapi.worker.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Paused;
import io.partnerapi.schemas.Resumed;
import io.partnerapi.schemas.Target;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.worker.HandClock;
import io.partnerapi.worker.breaker.Entrance.Shut;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.partnerapi.worker.ops.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerBreakerTest {
    private static final CallResult OK = answer(200);
    private static final CallResult REFUSED = new NotSent("connection refused");

    private final HandClock clock = new HandClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Condition condition = new Condition("partner", clock);
    private final List<Telemetry> told = new ArrayList<>();
    private final PartnerBreaker breaker = new PartnerBreaker(Target.API, clock, condition, told::add);

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of(REFUSED, true),
                Arguments.of(new NoAnswer("no whole answer within PT30S"), true),
                Arguments.of(new NoAnswer("the worker was asked to stop", null, false), false),
                Arguments.of(answer(502), true),
                Arguments.of(answer(503), true),
                Arguments.of(answer(504), true),
                Arguments.of(new TooLarge(503, Map.of(), 10), true),
                Arguments.of(answer(200), false),
                Arguments.of(answer(401), false),
                Arguments.of(answer(404), false),
                Arguments.of(answer(429), false),
                Arguments.of(answer(500), false),
                Arguments.of(new TooLarge(200, Map.of(), 10), false),
                Arguments.of(new Withheld(), false));
    }

    @ParameterizedTest(name = "{0} opens it: {1}")
    @MethodSource("results")
    void opensForWhatShowsThatThePartnerIsDown(CallResult result, boolean opens) {
        // When
        calls(10, result);

        // Then
        assertThat(breaker.open()).isEqualTo(opens);
        assertThat(condition.state().up()).isEqualTo(!opens);
    }

    @Test
    void staysClosedWhileFourOfFiveCallsAreAnswered() {
        // Given
        Random chance = new Random(7);

        // When
        for (int i = 0; i < 60_000; i++) {
            calls(1, chance.nextInt(5) == 0 ? REFUSED : OK);
            clock.pass(Duration.ofMillis(30));
        }

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void opensWhereHalfOfTheCallsFail() {
        // When
        for (int i = 0; i < 19; i++) {
            calls(1, OK);
            calls(1, REFUSED);
        }
        boolean before = breaker.open();
        calls(2, REFUSED);

        // Then
        assertThat(before).isFalse();
        assertThat(breaker.open()).isTrue();
    }

    @Test
    void callsThatFailTogetherAfterOthersWereAnsweredCountAsNone() {
        // Given
        List<Pass> together =
                Stream.generate(() -> pass(Probe.BEST).orElseThrow()).limit(30).toList();
        calls(60, OK);

        // When
        together.forEach(pass -> pass.tell(new NoAnswer("no whole answer within PT30S")));

        // Then
        assertThat(breaker.open()).isFalse();
    }

    @Test
    void callsThatHangTogetherAndNobodyIsAnsweredOpenIt() {
        // Given
        List<Pass> together =
                Stream.generate(() -> pass(Probe.BEST).orElseThrow()).limit(7).toList();
        clock.pass(Duration.ofSeconds(30));

        // When
        List<Boolean> down = together.stream()
                .map(pass -> pass.tell(new NoAnswer("no whole answer within PT30S")))
                .toList();

        // Then
        assertThat(breaker.open()).isTrue();
        assertThat(down).endsWith(false, true);
    }

    @Test
    void opensForFewCallsThatFailSlowly() {
        // When
        for (int i = 0; i < 7; i++) {
            assertThat(breaker.open()).isFalse();
            calls(1, REFUSED);
            clock.pass(Duration.ofMillis(900));
        }

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void saysWhyAndUntilWhen() {
        // When
        calls(10, REFUSED);

        // Then
        assertThat(condition.state().reason()).isEqualTo("calls to target:api fail (connection refused)");
        assertThat(told).singleElement().isInstanceOfSatisfying(Paused.class, paused -> {
            assertThat(paused.scope()).isEqualTo("target:api");
            assertThat(paused.until()).isEqualTo(clock.instant().plusSeconds(1));
        });
    }

    @Test
    void nobodyCallsWhileItIsOpen() {
        // Given
        calls(10, REFUSED);

        // When
        clock.pass(Duration.ofMillis(999));

        // Then
        assertThat(pass(Probe.BEST)).isEmpty();
        assertThat(breaker.shutFor(Probe.BEST)).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void oneCallFindsOutThatThePartnerIsBack() {
        // Given
        calls(10, REFUSED);
        clock.pass(Duration.ofMillis(1_001));

        // When
        Pass probe = pass(Probe.BEST).orElseThrow();
        Optional<Pass> meanwhile = pass(Probe.BEST);
        Duration wait = breaker.shutFor(Probe.BEST);
        probe.tell(OK);

        // Then
        assertThat(probe.probe()).isTrue();
        assertThat(meanwhile).isEmpty();
        assertThat(wait).isPositive();
        assertThat(pass(Probe.UNSAFE))
                .hasValueSatisfying(pass -> assertThat(pass.probe()).isFalse());
        assertThat(condition.state().up()).isTrue();
        assertThat(told.get(1)).isInstanceOf(Resumed.class);
    }

    @Test
    void aProbeThatFailsOpensItForTwiceAsLongUpToHalfAMinute() {
        // Given
        calls(10, REFUSED);
        List<Duration> open = new ArrayList<>();

        // When
        for (int i = 0; i < 7; i++) {
            open.add(breaker.shutFor(Probe.BEST).minusMillis(1));
            clock.pass(breaker.shutFor(Probe.BEST));
            pass(Probe.BEST).orElseThrow().tell(REFUSED);
        }

        // Then
        assertThat(open.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void aProbeThatIsWithheldIsReplacedByAnother() {
        // Given
        calls(10, REFUSED);
        clock.pass(Duration.ofMillis(1_001));

        // When
        pass(Probe.BEST).orElseThrow().close();

        // Then
        assertThat(pass(Probe.BEST)).isPresent();
    }

    @Test
    void whatHasFailedBeforeLetsOthersGoFirstAndWhatIsUnsafeGoesLast() {
        // Given
        calls(10, REFUSED);

        // When
        Instant opens = clock.instant().plusSeconds(1);

        // Then
        assertThat(firstEntrance(Probe.BEST)).isEqualTo(opens);
        assertThat(firstEntrance(Probe.TRIED)).isEqualTo(opens.plusMillis(500));
        assertThat(firstEntrance(Probe.UNSAFE)).isEqualTo(opens.plusSeconds(6));
        assertThat(firstEntrance(Probe.FAILED)).isEqualTo(opens.plusSeconds(4));
    }

    @Test
    void whatIsUnsafeGoesFirstEveryOtherTimeFromTheThirdOpeningOn() {
        assertThat(IntStream.rangeClosed(1, 6)
                        .mapToObj(openings -> Probe.UNSAFE.yields(openings).compareTo(Probe.BEST.yields(openings)) < 0))
                .containsExactly(false, false, true, false, true, false);
    }

    @ParameterizedTest(name = "{0} calls fail for ever, one is unsafe")
    @ValueSource(ints = {1, 2, 5, 40})
    void callsThatFailForReasonsOfTheirOwnKeepItShutForAWhileOnly(int poison) {
        // Given
        calls(10, REFUSED);
        Instant begin = clock.instant();
        int[] failed = new int[poison];

        // When
        boolean answered = false;
        while (!answered && clock.instant().isBefore(begin.plusSeconds(600))) {
            for (int i = 0; i < poison; i++) {
                Optional<Pass> probe = pass(Probe.of(true, true, failed[i]));
                if (probe.isPresent()) {
                    probe.get().tell(answer(504));
                    failed[i]++;
                }
            }
            Optional<Pass> unsafe = pass(Probe.of(false, false, 0));
            unsafe.ifPresent(pass -> pass.tell(OK));
            answered = unsafe.isPresent();
            clock.pass(Duration.ofMillis(100));
        }

        // Then
        assertThat(answered).isTrue();
        assertThat(clock.instant()).isBefore(begin.plusSeconds(20));
        assertThat(IntStream.of(failed).sum()).isEqualTo(2);
        assertThat(breaker.open()).isFalse();
    }

    @Test
    void aCallFromBeforeTheLastChangeTellsNothingOfTheStateNow() {
        // Given
        Pass old = pass(Probe.BEST).orElseThrow();
        Pass older = pass(Probe.BEST).orElseThrow();
        calls(10, REFUSED);
        clock.pass(Duration.ofMillis(1_001));
        Pass probe = pass(Probe.BEST).orElseThrow();

        // When
        old.tell(OK);
        older.tell(REFUSED);

        // Then
        assertThat(pass(Probe.BEST)).isEmpty();
        probe.tell(OK);
        assertThat(pass(Probe.BEST)).isPresent();
    }

    private void calls(int count, CallResult result) {
        for (int i = 0; i < count; i++) {
            pass(Probe.BEST).ifPresent(pass -> pass.tell(result));
        }
    }

    private Optional<Pass> pass(Probe probe) {
        return breaker.enter(probe).fold(Optional::of, (Shut shut) -> Optional.empty());
    }

    /** When it may go if it comes back each time when it was told to: to the millisecond. */
    private Instant firstEntrance(Probe probe) {
        PartnerBreaker fresh = new PartnerBreaker(Target.API, clock, condition, told::add);
        Instant start = clock.instant();
        Outage.begin(fresh);
        Duration shut = fresh.shutFor(probe);
        while (!shut.isZero()) {
            clock.pass(shut.compareTo(Duration.ofMillis(500)) < 0 ? Duration.ofMillis(1) : shut);
            shut = fresh.shutFor(probe);
        }
        Instant entered = clock.instant().minusMillis(1);
        clock.pass(Duration.between(clock.instant(), start));
        return entered;
    }

    private static CallResult answer(int status) {
        return new Answered(status, Map.of(), new byte[0]);
    }
}
