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
        slots.free(5, 1);
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

    @Test
    void whatNeedsMuchHeapLeavesSlotsUnused() {
        // Given
        Slots slots = new Slots(8, 100, new TreeSet<>(List.of(0)));

        // When
        slots.take(0, 99);
        boolean room = slots.isFree(0);
        slots.take(0, 99);

        // Then
        assertThat(room).isTrue();
        assertThat(slots.isFree(0)).isFalse();
        slots.free(0, 99);
        assertThat(slots.isFree(0)).isTrue();
    }

    @Test
    void lowerOnesLeaveHeapToThoseBeforeThem() {
        // Given
        Slots slots = new Slots(8, 800, new TreeSet<>(List.of(0, 5)));

        // When
        slots.take(5, 600);

        // Then
        assertThat(slots.isFree(5)).isFalse();
        assertThat(slots.isFree(0)).isTrue();
    }

    @Test
    void whatNeedsMoreHeapThanThereIsGoesAlone() {
        // Given
        Slots slots = new Slots(8, 1, new TreeSet<>(List.of(0)));

        // When
        boolean alone = slots.isFree(0);
        slots.take(0, 1_000);

        // Then
        assertThat(alone).isTrue();
        assertThat(slots.isFree(0)).isFalse();
    }

    private static Slots slots(int all, Integer... priorities) {
        return new Slots(all, Long.MAX_VALUE, new TreeSet<>(List.of(priorities)));
    }

    private static int takeAll(Slots slots, int priority) {
        int taken = 0;
        while (slots.isFree(priority)) {
            slots.take(priority, 1);
            taken++;
        }
        return taken;
    }
}
