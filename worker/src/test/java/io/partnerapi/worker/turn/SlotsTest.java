package io.partnerapi.worker.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SlotsTest {

    @Test
    void onePriorityMayUseAll() {
        // Given
        Slots slots = slots(4, 3);

        // When
        int taken = takeAll(slots, 3);

        // Then
        assertThat(taken).isEqualTo(4);
    }

    @Test
    void lowerOnesLeaveSomeToThoseBeforeThem() {
        // Given
        Slots slots = slots(8, 0, 5);

        // When
        int low = takeAll(slots, 5);
        int urgent = takeAll(slots, 0);

        // Then
        assertThat(low).isEqualTo(6);
        assertThat(urgent).isEqualTo(2);
        slots.free(5);
        assertThat(slots.isFree(0)).isTrue();
    }

    @Test
    void whereThereIsOneSlotEveryoneMayHaveIt() {
        // Given
        Slots slots = slots(1, 0, 1, 2);

        // When
        int lowest = takeAll(slots, 2);

        // Then
        assertThat(lowest).isEqualTo(1);
        assertThat(slots.isFree(0)).isFalse();
    }

    private static Slots slots(int all, Integer... priorities) {
        return new Slots(all, new TreeSet<>(List.of(priorities)));
    }

    private static int takeAll(Slots slots, int priority) {
        int taken = 0;
        while (slots.isFree(priority)) {
            slots.take(priority);
            taken++;
        }
        return taken;
    }
}
