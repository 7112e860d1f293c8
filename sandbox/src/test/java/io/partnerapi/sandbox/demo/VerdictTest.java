package io.partnerapi.sandbox.demo;

import static io.partnerapi.sandbox.demo.Runs.ALLOWANCE;
import static io.partnerapi.sandbox.demo.Runs.BAD;
import static io.partnerapi.sandbox.demo.Runs.FREE;
import static io.partnerapi.sandbox.demo.Runs.NOISE;
import static io.partnerapi.sandbox.demo.Runs.READ;
import static io.partnerapi.sandbox.demo.Runs.WRITE;
import static io.partnerapi.sandbox.demo.Runs.call;
import static io.partnerapi.sandbox.demo.Runs.ending;
import static io.partnerapi.sandbox.demo.Runs.sent;
import static io.partnerapi.sandbox.demo.Runs.withCalls;
import static io.partnerapi.sandbox.demo.Runs.withEndings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void passesAPerfectRun() {
        // When
        Verdict verdict = Verdict.of(Runs.perfect(), ALLOWANCE);

        // Then
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.passed()).isTrue();
    }

    @Test
    void failsARunInWhichNothingHappened() {
        // Given
        Run nothing = new Run(
                new Evidence(List.of(READ, NOISE), List.of(), List.of(), List.of(), List.of()), 0, 0, List.of());

        // When
        Verdict verdict = Verdict.of(nothing, ALLOWANCE);

        // Then
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.MISSING, Problem.MISSING, Problem.TOKENS);
    }

    @Test
    void namesACommandWithoutAnEnding() {
        // When
        Verdict verdict = judge(withEndings(
                ending(READ, How.ANSWERED, 0),
                ending(FREE, How.ANSWERED, 1),
                ending(BAD, How.REFUSED, 3),
                ending(NOISE, How.DEAD_LETTER, 0)));

        // Then
        assertOnly(verdict, Problem.MISSING, "write");
    }

    @Test
    void namesACommandThatEndedTwice() {
        // When
        Verdict verdict = judge(withEndings(
                ending(READ, How.ANSWERED, 0),
                ending(FREE, How.ANSWERED, 1),
                ending(WRITE, How.ANSWERED, 2),
                ending(READ, How.ANSWERED, 3),
                ending(BAD, How.REFUSED, 4),
                ending(NOISE, How.DEAD_LETTER, 0)));

        // Then
        assertOnly(verdict, Problem.DUPLICATE, "read");
        assertThat(verdict.findings().get(0).detail()).contains("ANSWERED at 5@0, ANSWERED at 5@3");
    }

    @Test
    void namesAResultForNothing() {
        // Given
        Sent ghost = sent("ghost", null, 99, How.ANSWERED);

        // When
        Verdict verdict = judge(withEndings(
                ending(READ, How.ANSWERED, 0),
                ending(FREE, How.ANSWERED, 1),
                ending(WRITE, How.ANSWERED, 2),
                ending(BAD, How.REFUSED, 3),
                ending(NOISE, How.DEAD_LETTER, 0),
                ending(ghost, How.FAILED, 4)));

        // Then
        assertOnly(verdict, Problem.STRAY, "0@99");
    }

    @Test
    void namesACommandThatEndedOtherwise() {
        // When
        Verdict verdict = judge(withEndings(
                ending(READ, How.ANSWERED, 0),
                ending(FREE, How.ANSWERED, 1),
                ending(WRITE, How.UNKNOWN, 2),
                ending(BAD, How.REFUSED, 3),
                ending(NOISE, How.DEAD_LETTER, 0)));

        // Then
        assertOnly(verdict, Problem.WRONG_ENDING, "write");
        assertThat(verdict.findings().get(0).detail()).isEqualTo("UNKNOWN instead of ANSWERED");
    }

    @Test
    void allowsUnknownOnlyWhereAnIncidentReachesAndForACallThatMustNotBeRepeated() {
        // Given
        Run run = withEndings(
                ending(READ, How.UNKNOWN, 0),
                ending(FREE, How.UNKNOWN, 1),
                ending(WRITE, How.UNKNOWN, 2),
                ending(BAD, How.UNKNOWN, 3),
                ending(NOISE, How.DEAD_LETTER, 0));

        // When
        Verdict near = judge(Runs.with(run, new Incident("killed", 600_000, 700_000)));
        Verdict far = judge(Runs.with(run, new Incident("killed", 60_000_000_000L, 60_000_000_001L)));

        // Then
        assertThat(near.findings())
                .extracting(finding -> finding.subject().substring(0, 4))
                .containsExactlyInAnyOrder("read", "bad ");
        assertThat(far.count(Problem.WRONG_ENDING)).isEqualTo(4);
    }

    @Test
    void namesACallThatMayHaveBeenProcessedAndWasRepeatedThoughItHadNoEffect() {
        // When
        Verdict verdict = judge(withCalls(
                call("read", false),
                call("write", false),
                call("write", true),
                new Call("free", false, true, 0, 1),
                call("free", true)));

        // Then
        assertOnly(verdict, Problem.SECOND_CALL, "write");
    }

    @Test
    void comparesIdsAndKeys() {
        // Given
        Ending wrongId = new Ending(How.ANSWERED, "other", "a", READ.position(), new Position(5, 0), 1, "w");
        Ending wrongKey = new Ending(How.ANSWERED, "write", "b", WRITE.position(), new Position(6, 0), 1, "w");
        Ending keyMadeUp = new Ending(How.ANSWERED, "free", "a", FREE.position(), new Position(7, 0), 1, "w");

        // When
        Verdict verdict = judge(withEndings(
                wrongId, wrongKey, keyMadeUp, ending(BAD, How.REFUSED, 3), ending(NOISE, How.DEAD_LETTER, 0)));

        // Then
        assertThat(verdict.findings())
                .extracting(Finding::problem, Finding::detail)
                .containsExactly(
                        tuple(Problem.WRONG_IDENTITY, "its result has id other"),
                        tuple(Problem.WRONG_IDENTITY, "key a became b"),
                        tuple(Problem.WRONG_IDENTITY, "key null became a"));
    }

    @Test
    void holdsResultsOfAKeyToTheOrderOfItsCommands() {
        // When
        Verdict verdict = judge(withEndings(
                ending(WRITE, How.ANSWERED, 0),
                ending(READ, How.ANSWERED, 1),
                ending(FREE, How.ANSWERED, 2),
                ending(BAD, How.REFUSED, 3),
                ending(NOISE, How.DEAD_LETTER, 0)));

        // Then
        assertOnly(verdict, Problem.RESULT_ORDER, "read");
    }

    @Test
    void holdsFirstCallsOfAKeyToTheOrderOfItsCommands() {
        // When
        Verdict verdict = judge(withCalls(call("write", true), call("read", false), call("free", false)));

        // Then
        assertOnly(verdict, Problem.CALL_ORDER, "read");
    }

    @Test
    void letsAReadBeRepeatedLater() {
        // When
        Verdict verdict =
                judge(withCalls(call("read", false), call("write", true), call("read", false), call("free", false)));

        // Then
        assertThat(verdict.findings()).isEmpty();
    }

    @Test
    void namesACommandWithASecondEffect() {
        // When
        Verdict verdict =
                judge(withCalls(call("read", false), call("write", true), call("write", true), call("free", false)));

        // Then
        assertOnly(verdict, Problem.DOUBLE_EFFECT, "write");
    }

    @Test
    void doesNotBelieveAnAnswerWithoutACall() {
        // When
        Verdict verdict = judge(withCalls(call("read", false), call("write", true)));

        // Then
        assertOnly(verdict, Problem.NOT_CALLED, "free");
    }

    @Test
    void namesACallThatMustNotBe() {
        // When
        Verdict verdict = judge(withCalls(
                call("read", false), call("write", true), call("free", false), call("bad", false), call("who", false)));

        // Then
        assertThat(verdict.findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.CALLED, Problem.UNKNOWN_CALL);
    }

    @Test
    void holdsTheRunToLimitAndTokens() {
        // Given
        Evidence e = Runs.perfect().evidence();
        Run costly = new Run(
                new Evidence(
                        e.sent(),
                        e.endings(),
                        List.of("partner.results 5@9: id is missing"),
                        List.of(
                                call("free", false),
                                call("read", false),
                                new Call("write", false, true, 429, 1),
                                call("write", true)),
                        List.of()),
                2,
                11,
                List.of("worker-1 ended with exit code 143"));

        // When
        Verdict verdict = judge(costly);

        // Then
        assertThat(verdict.findings())
                .extracting(Finding::problem)
                .containsExactly(
                        Problem.UNREADABLE, Problem.TOO_MANY, Problem.OVER_LIMIT, Problem.TOKENS, Problem.BAD_EXIT);
    }

    private static Verdict judge(Run run) {
        return Verdict.of(run, ALLOWANCE);
    }

    private static void assertOnly(Verdict verdict, Problem problem, String subject) {
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(problem);
            assertThat(finding.subject()).contains(subject);
        });
    }
}
