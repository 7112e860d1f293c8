package io.partnerapi.worker.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class ContainerEngineTest {

    @Test
    void runsWhereAnEngineAnswers() {
        // When
        ConditionEvaluationResult decision = ContainerEngine.decide("AnyIT", true, false);

        // Then
        assertThat(decision.isDisabled()).isFalse();
    }

    @Test
    void saysWhatIsNotRunWithoutAnEngine() {
        // When
        ConditionEvaluationResult decision = ContainerEngine.decide("AnyIT", false, false);

        // Then
        assertThat(decision.isDisabled()).isTrue();
        assertThat(decision.getReason()).contains("AnyIT is not run: no container engine answers");
    }

    @Test
    void failsWithoutAnEngineWhereItIsRequired() {
        // When
        assertThatThrownBy(() -> ContainerEngine.decide("AnyIT", false, true))

                // Then
                .hasMessageContaining("CONTAINERS=required");
    }
}
