package io.partnerapi.sandbox.guarantee;

import static io.partnerapi.sandbox.guarantee.CleanEvidence.call;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.unprocessed;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.withCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partnerapi.sandbox.evidence.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoSecondEffectTest {
    private final Guarantee guarantee = new NoSecondEffect();

    @Test
    void holdsWhenEachWasCalledOnce() {
        // When
        List<Finding> breaches = guarantee.breaches(CleanEvidence.evidence());

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void letsAReadBeRepeated() {
        // When
        List<Finding> breaches = guarantee.breaches(withCalls(call("read", false), call("read", false)));

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void letsAWriteBeRepeatedAfterProofThatItWasNotProcessed() {
        // When
        List<Finding> breaches =
                guarantee.breaches(withCalls(unprocessed("write"), unprocessed("write"), call("write", true)));

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void namesACommandWithASecondEffect() {
        // When
        List<Finding> breaches = guarantee.breaches(withCalls(call("write", true), call("write", true)));

        // Then
        assertThat(breaches)
                .extracting(Finding::problem, Finding::detail)
                .containsExactly(tuple(Problem.DOUBLE_EFFECT, "2 effects in 2 calls"));
    }

    @Test
    void namesASecondEffectEvenOfAReadOrAfterAnAnswerThatClaimedNone() {
        // When
        List<Finding> breaches = guarantee.breaches(withCalls(
                call("read", true), call("read", true), new Call("write", true, true, 429, 1), call("write", true)));

        // Then
        assertThat(breaches).extracting(Finding::problem).containsExactly(Problem.DOUBLE_EFFECT, Problem.DOUBLE_EFFECT);
    }

    @Test
    void namesACallThatMayHaveBeenProcessedAndWasRepeatedThoughItHadNoEffect() {
        // When
        List<Finding> breaches = guarantee.breaches(
                withCalls(call("write", false), call("write", true), unprocessed("free"), call("free", true)));

        // Then
        assertThat(breaches)
                .extracting(Finding::problem, Finding::detail)
                .containsExactly(tuple(Problem.SECOND_CALL, "2 calls that may have been processed, 1 was"));
        assertThat(breaches.get(0).subject()).startsWith("write");
    }

    @Test
    void namesACallOfWhatIsAtFaultOrWasNotCommanded() {
        // When
        List<Finding> breaches =
                guarantee.breaches(withCalls(call("bad", false), call("who", false), call(null, false)));

        // Then
        assertThat(breaches)
                .extracting(Finding::problem)
                .containsExactlyInAnyOrder(Problem.CALLED, Problem.UNKNOWN_CALL, Problem.UNKNOWN_CALL);
    }
}
