package io.partnerapi.sandbox.guarantee;

import static io.partnerapi.sandbox.guarantee.CleanEvidence.FREE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.READ;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.WRITE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.answered;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.call;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.withCalls;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.withEndings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderWithinKeyTest {
    private final Guarantee guarantee = new OrderWithinKey();

    @Test
    void holdsWhenCallsAndResultsFollowTheOffsets() {
        // When
        List<Finding> breaches = guarantee.breaches(CleanEvidence.evidence());

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void asksNothingOfCommandsWithoutAKey() {
        // When
        List<Finding> breaches = guarantee.breaches(withEndings(answered(FREE, READ, WRITE)));

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void holdsResultsOfAKeyToTheOrderOfItsCommands() {
        // When
        List<Finding> breaches = guarantee.breaches(withEndings(answered(WRITE, READ, FREE)));

        // Then
        assertThat(breaches)
                .extracting(Finding::problem, Finding::detail)
                .containsExactly(tuple(Problem.RESULT_ORDER, "its result at results-5@11 came after that of offset 1"));
    }

    @Test
    void holdsFirstCallsOfAKeyToTheOrderOfItsCommands() {
        // When
        List<Finding> breaches = guarantee.breaches(withCalls(call("write", true), call("read", false)));

        // Then
        assertThat(breaches)
                .extracting(Finding::problem, Finding::detail)
                .containsExactly(tuple(Problem.CALL_ORDER, "its first call came after that of offset 1"));
    }

    @Test
    void letsARepeatedCallComeLater() {
        // When
        List<Finding> breaches =
                guarantee.breaches(withCalls(call("read", false), call("write", true), call("read", false)));

        // Then
        assertThat(breaches).isEmpty();
    }
}
