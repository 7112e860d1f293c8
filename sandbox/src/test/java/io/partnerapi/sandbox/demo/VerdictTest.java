package io.partnerapi.sandbox.demo;

import static io.partnerapi.sandbox.demo.Runs.ALLOWANCE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.NOISE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Problem;
import java.util.ArrayList;
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
        assertThat(verdict.count(Problem.MISSING)).isEqualTo(2);
        assertThat(verdict.findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.MISSING, Problem.MISSING, Problem.TOKENS);
    }

    @Test
    void holdsTheRunToLimitAndTokens() {
        // Given
        Evidence clean = Runs.perfect().evidence();
        List<Call> calls = new ArrayList<>(clean.calls());
        calls.add(2, new Call("write", false, true, 429, 1));
        Run costly = new Run(
                new Evidence(clean.sent(), clean.endings(), List.of(), calls, List.of()),
                2,
                11,
                List.of("worker-1 ended with exit code 143"));

        // When
        Verdict verdict = Verdict.of(costly, ALLOWANCE);

        // Then
        assertThat(verdict.findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.TOO_MANY, Problem.OVER_LIMIT, Problem.TOKENS, Problem.BAD_EXIT);
    }
}
