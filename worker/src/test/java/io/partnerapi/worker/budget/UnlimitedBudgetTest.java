package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnlimitedBudgetTest {

    private final CallBudget budget = new UnlimitedBudget();

    @Test
    void givesAPermitAtOnceThatCanBeSpentOnce() {
        // Given
        budget.egressRefused();

        // When
        PermitAnswer answer =
                budget.permit(new PermitRequest(0, "", Instant.EPOCH)).result();

        // Then
        assertThat(answer.<Boolean>fold(Permit::spend, passed -> false)).isTrue();
        assertThat(answer.<Boolean>fold(Permit::spend, passed -> false)).isFalse();
    }

    @Test
    void aPermitGivenBackCannotBeSpent() {
        // Given
        Permit permit = (Permit) budget.permit(new PermitRequest(0, "", null)).result();

        // When
        permit.giveBack();

        // Then
        assertThat(permit.spend()).isFalse();
    }
}
