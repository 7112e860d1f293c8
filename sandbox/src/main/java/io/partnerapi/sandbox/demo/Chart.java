package io.partnerapi.sandbox.demo;

import java.util.List;

/** Numbers over time as one line of bars. */
final class Chart {
    private static final String BARS = " ▁▂▃▄▅▆▇█";

    private Chart() {}

    /**
     * One bar per step, the highest for {@code max}; zero is blank and anything above zero is not.
     *
     * @param width the most bars; more numbers than that are averaged in groups of equal length
     */
    static String of(List<Integer> numbers, int max, int width) {
        int group = group(numbers.size(), width);
        StringBuilder bars = new StringBuilder();
        for (int from = 0; from < numbers.size(); from += group) {
            List<Integer> some = numbers.subList(from, Math.min(numbers.size(), from + group));
            double mean = some.stream().mapToInt(Integer::intValue).average().orElse(0);
            int height = (int) Math.ceil(mean * (BARS.length() - 1) / Math.max(1, max));
            bars.append(BARS.charAt(Math.min(BARS.length() - 1, height)));
        }
        return bars.toString();
    }

    /** How many numbers one bar stands for. */
    static int group(int numbers, int width) {
        return Math.max(1, (numbers + width - 1) / width);
    }
}
