package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WishesTest {
    private static final BudgetLimit LIMIT = new BudgetLimit(900, 300_000, 5_000, 0, 10);
    private static final long LONG = 1_000_000;

    private Wishes wishes = Wishes.NONE;

    @Test
    void whoeverWaitsAloneGetsWhatIsFree() {
        // Given
        wish("a", new Want(0, 10, 1));

        // When
        int granted = turn("a", 7, 7);

        // Then
        assertThat(granted).isEqualTo(7);
    }

    @Test
    void theBestPriorityOfAnyWorkerComesFirst() {
        // Given
        wish("low", new Want(5, 10, 1));
        wish("urgent", new Want(0, 2, 1));

        // When
        int low = turn("low", 3, 3);
        int urgent = turn("urgent", 2, 2);

        // Then
        assertThat(low).isEqualTo(1);
        assertThat(urgent).isEqualTo(2);
    }

    @Test
    void workersGetInProportionToTheirShares() {
        // Given
        Map<String, Integer> had = new HashMap<>();

        // When
        for (int i = 0; i < 300; i++) {
            for (String worker : List.of("one", "two", "five")) {
                wish("one", new Want(0, 64, 1));
                wish("two", new Want(0, 64, 2));
                wish("five", new Want(0, 64, 5));
                had.merge(worker, turn(worker, 1, 1), Integer::sum);
            }
        }

        // Then
        int all = had.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(had.get("one") * 8.0 / all).isBetween(0.9, 1.1);
        assertThat(had.get("two") * 8.0 / all).isBetween(1.9, 2.1);
        assertThat(had.get("five") * 8.0 / all).isBetween(4.9, 5.1);
    }

    @Test
    void aWishThatIsOverHoldsNothingBack() {
        // Given
        wishes = wishes.told("dead", List.of(new Want(0, 5, 1)), 5, 100);
        wish("low", new Want(5, 10, 1));

        // When
        wishes = wishes.at(101);

        // Then
        assertThat(turn("low", 3, 3)).isEqualTo(3);
    }

    @Test
    void aLowerPriorityHasItsShareAcrossWorkers() {
        // Given
        int low = 0;
        int all = 0;

        // When
        for (int i = 0; i < 500; i++) {
            wish("urgent", new Want(0, 64, 1));
            wish("low", new Want(5, 64, 1));
            all += turn("urgent", 1, 1);
            int granted = turn("low", 1, 1);
            low += granted;
            all += granted;
        }

        // Then
        assertThat(low).isBetween(all * 8 / 100, all * 12 / 100);
    }

    @Test
    void aLowerPriorityHasItsShareAlsoWhenNothingIsLeftForLowerOnes() {
        // Given
        int low = 0;

        // When
        for (int i = 0; i < 100; i++) {
            wish("urgent", new Want(0, 64, 1));
            wish("low", new Want(5, 64, 1));
            turn("urgent", 1, 0);
            low += turn("low", 1, 0);
        }

        // Then
        assertThat(low).isBetween(8, 12);
    }

    @Test
    void eachPriorityBelowTheBestHasAnEqualPartOfTheShareHoweverOftenItsWorkerAsks() {
        // Given
        Map<String, Integer> had = new HashMap<>();

        // When
        for (int i = 0; i < 400; i++) {
            wish("urgent", new Want(0, 64, 1));
            wish("middle", new Want(5, 64, 1));
            wish("low", new Want(9, 64, 1));
            had.merge("urgent", turn("urgent", 30, 0), Integer::sum);
            had.merge("low", turn("low", 30, 0), Integer::sum);
            had.merge("low", turn("low", 30, 0), Integer::sum);
            had.merge("middle", turn("middle", 30, 0), Integer::sum);
        }

        // Then
        int twentieth = had.get("urgent") / 20;
        assertThat(had.get("middle")).isBetween(twentieth - 1, twentieth + 1);
        assertThat(had.get("low")).isBetween(twentieth - 1, twentieth + 1);
    }

    @Test
    void whatGoesToOneBetweenTheBestAndTheLastEarnsSomethingForTheLast() {
        // Given
        int middle = 0;
        int low = 0;

        // When
        for (int i = 0; i < 400; i++) {
            wish("urgent", new Want(0, 1, 1));
            wish("middle", new Want(5, 64, 1));
            wish("low", new Want(9, 64, 1));
            turn("urgent", 10, 10);
            middle += turn("middle", 10, 10);
            low += turn("low", 10, 10);
        }

        // Then
        assertThat(low).isBetween(middle * 8 / 100, middle * 12 / 100);
    }

    @Test
    void lowerPrioritiesGetNoMoreThanTheyMay() {
        // Given
        wish("a", new Want(0, 1, 1), new Want(5, 10, 1));

        // When
        int granted = turn("a", 8, 3);

        // Then
        assertThat(granted).isEqualTo(4);
    }

    @Test
    void whoeverComesAnewHasNoClaimToWhatTheOthersHad() {
        // Given
        wish("old", new Want(0, 64, 1));
        turn("old", 50, 50);
        wish("new", new Want(0, 64, 1));

        // When
        int granted = turn("new", 10, 10);

        // Then
        assertThat(granted).isEqualTo(5);
    }

    @Test
    void addsUpWhatWaits() {
        // Given
        wishes = wishes.told("a", List.of(), 100, LONG).told("b", List.of(new Want(0, 64, 1)), 70, LONG);

        // When
        // Then
        assertThat(wishes.backlog()).isEqualTo(170);
        assertThat(wishes.told("a", List.of(), 0, LONG).backlog()).isEqualTo(70);
    }

    private void wish(String worker, Want... wants) {
        wishes = wishes.told(worker, List.of(wants), 0, LONG);
    }

    private int turn(String worker, int free, int lower) {
        Wishes.Turn turn = wishes.turn(worker, free, lower, LIMIT);
        wishes = turn.after();
        return turn.granted();
    }
}
