package io.partnerapi.sandbox.evidence;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Choices from 1 to {@code n} of which the first are made far more often than the last (Zipf's law): as in real traffic
 * a few entities are hot.
 */
final class Skew {
    private static final double EXPONENT = 0.9;

    private final double[] cumulative;

    Skew(int n) {
        cumulative = new double[n];
        double sum = 0;
        for (int rank = 1; rank <= n; rank++) {
            sum += 1 / Math.pow(rank, EXPONENT);
            cumulative[rank - 1] = sum;
        }
    }

    int next(SplittableRandom random) {
        double point = random.nextDouble(cumulative[cumulative.length - 1]);
        int found = Arrays.binarySearch(cumulative, point);
        return Math.min(cumulative.length, (found < 0 ? -found - 1 : found) + 1);
    }
}
