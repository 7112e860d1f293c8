package io.partnerapi.worker.chaos;

import java.time.Duration;

/**
 * One thing done to the landscape.
 *
 * @param at when it begins, from the start of the chaos on
 * @param lasting until it is mended
 * @param choice decides between the ways in which it can be done; the same step is always done in the same way
 */
record Step(Duration at, Kind kind, Duration lasting, int choice) {
    /** One of {@code count} ways, from 0. */
    int oneOf(int count) {
        return Math.floorMod(choice, count);
    }
}
