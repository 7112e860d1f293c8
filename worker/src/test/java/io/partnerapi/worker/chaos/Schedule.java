package io.partnerapi.worker.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** What is done when: pure, the same seed always gives the same steps. */
final class Schedule {
    private Schedule() {}

    /** Time between the begins of two steps, drawn evenly. */
    record Gap(Duration shortest, Duration longest) {
        /** Such as {@code 1-15}, in seconds. */
        static Gap parse(String seconds) {
            String[] ends = seconds.split("-", 2);
            return new Gap(Duration.ofSeconds(Long.parseLong(ends[0])), Duration.ofSeconds(Long.parseLong(ends[1])));
        }
    }

    /** Steps of these kinds, all mended by the end of {@code length}. */
    static List<Step> of(long seed, Duration length, Set<Kind> kinds, Gap gap) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Kind.Part, Duration> freeFrom = new EnumMap<>(Kind.Part.class);
        List<Step> steps = new ArrayList<>();
        Duration at = Duration.ZERO;
        while (!kinds.isEmpty()) {
            at = at.plusMillis(
                    random.nextLong(gap.shortest().toMillis(), gap.longest().toMillis() + 1));
            Kind kind = kind(random, kinds);
            int millis = random.nextInt(1000 * kind.shortestSeconds, 1000 * kind.longestSeconds + 1);
            Step step = new Step(at, kind, Duration.ofMillis(millis), random.nextInt());
            if (at.compareTo(length) > 0) {
                return steps;
            }
            Duration end = at.plus(step.lasting());
            boolean free = freeFrom.getOrDefault(kind.part, Duration.ZERO).compareTo(at) <= 0;
            if (end.compareTo(length) <= 0 && free) {
                steps.add(step);
                if (kind.part != Kind.Part.WORKERS) {
                    freeFrom.put(kind.part, end);
                }
            }
        }
        return steps;
    }

    private static Kind kind(SplittableRandom random, Set<Kind> kinds) {
        int point = random.nextInt(kinds.stream().mapToInt(kind -> kind.weight).sum());
        for (Kind kind : Kind.values()) {
            if (kinds.contains(kind)) {
                point -= kind.weight;
                if (point < 0) {
                    return kind;
                }
            }
        }
        throw new IllegalStateException("no kind of step is left");
    }
}
