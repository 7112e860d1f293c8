package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.turn.Place;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnlimitedBudgetTest {

    private final CallBudget budget = new UnlimitedBudget();

    @Test
    void givesAPermitAtOnceThatCanBeSpentOnce() {
        // Given
        budget.egressRefused();

        // When
        PermitAnswer answer = budget.permit(new PermitRequest(new Place(0, "", 1), Instant.EPOCH))
                .result();

        // Then
        assertThat(answer.<Boolean>fold(Permit::spend, passed -> false)).isTrue();
        assertThat(answer.<Boolean>fold(Permit::spend, passed -> false)).isFalse();
    }

    @Test
    void aPermitGivenBackCannotBeSpent() {
        // Given
        Permit permit = (Permit)
                budget.permit(new PermitRequest(new Place(0, "", 1), null)).result();

        // When
        permit.close();

        // Then
        assertThat(permit.spend()).isFalse();
    }
}
