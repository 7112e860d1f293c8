package io.partnerapi.worker.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant by a mistyped one. */
final class Nearest {

    private static final int MOST_EDITS = 3;
    private static final int CHARACTERS_PER_EDIT = 4;

    private Nearest() {}

    /** The candidate with the fewest edits (insert, delete, replace), unless that would be another word altogether. */
    static Optional<String> to(String typed, Collection<String> candidates) {
        int most = Math.min(MOST_EDITS, typed.length() / CHARACTERS_PER_EDIT);
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - typed.length()) <= most)
                .filter(candidate -> edits(typed, candidate) <= most)
                .min(Comparator.<String>comparingInt(candidate -> edits(typed, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
