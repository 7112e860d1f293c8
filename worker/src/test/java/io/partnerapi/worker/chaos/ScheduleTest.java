package io.partnerapi.worker.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.chaos.Schedule.Gap;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration LENGTH = Duration.ofMinutes(30);
    private static final Gap GAP = Gap.parse("1-15");

    @Test
    void isTheSameForTheSameSeedAndNotForAnother() {
        // When
        List<Step> first = Schedule.of(7, LENGTH, EnumSet.allOf(Kind.class), GAP);
        List<Step> again = Schedule.of(7, LENGTH, EnumSet.allOf(Kind.class), GAP);
        List<Step> other = Schedule.of(8, LENGTH, EnumSet.allOf(Kind.class), GAP);

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void doesEveryKindInALongRunAndMendsAllInTime() {
        // When
        List<Step> steps = Schedule.of(7, Duration.ofHours(2), EnumSet.allOf(Kind.class), GAP);

        // Then
        assertThat(steps).extracting(Step::kind).containsAll(EnumSet.allOf(Kind.class));
        assertThat(steps)
                .allSatisfy(step -> assertThat(step.at().plus(step.lasting())).isLessThan(Duration.ofHours(2)));
    }

    @Test
    void keepsTheGap() {
        // When
        List<Step> steps = Schedule.of(7, LENGTH, Set.of(Kind.WORKER_KILLED), Gap.parse("25-30"));

        // Then
        assertThat(steps).hasSizeBetween(58, 72);
        for (int i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i).at().minus(steps.get(i - 1).at()))
                    .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        }
    }

    @Test
    void doesOnlyWhatTheLandscapeAllowsOrWhatIsNamed() {
        // When
        Set<Kind> alone = Kind.parse("", 1);
        Set<Kind> several = Kind.parse("", 3);
        Set<Kind> named = Kind.parse("SCALED,WORKERS_ROLLED,GRID_SPLIT", 1);
        Set<Kind> none = Kind.parse("NONE", 1);

        // Then
        assertThat(several).contains(Kind.GROUP_COORDINATOR_KILLED).doesNotContain(Kind.GRID_SPLIT);
        assertThat(alone).doesNotContain(Kind.GROUP_COORDINATOR_KILLED, Kind.COORDINATORS_MOVED);
        assertThat(named).containsExactlyInAnyOrder(Kind.SCALED, Kind.WORKERS_ROLLED, Kind.GRID_SPLIT);
        assertThat(Schedule.of(7, LENGTH, none, GAP)).isEmpty();
    }
}
