package io.partnerapi.worker.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String> turns = new Turns<>(0);

    @Test
    void theBestPriorityComesFirstThenTheOldest() {
        // Given
        add("c", 5, "x");
        add("d", 5, "x");
        add("a", 0, "x");
        add("b", 0, "x");

        // When
        List<String> order = all();

        // Then
        assertThat(order).containsExactly("a", "b", "c", "d");
    }

    @Test
    void sharesTakeTurns() {
        // Given
        Stream.of("a1", "a2", "a3", "b1", "b2", "c1").forEach(item -> add(item, 0, item.substring(0, 1)));

        // When
        List<String> order = all();

        // Then
        assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    void aShareOfTwiceTheWeightHasTwiceTheTurns() {
        // Given
        for (int i = 0; i < 40; i++) {
            turns.add("heavy" + i, new Place(0, "heavy", 2));
            turns.add("light" + i, new Place(0, "light", 1));
        }

        // When
        long heavy = Stream.generate(() -> turns.next().orElseThrow())
                .limit(30)
                .filter(item -> item.startsWith("heavy"))
                .count();

        // Then
        assertThat(heavy).isEqualTo(20);
        assertThat(turns.weight(0)).isEqualTo(3);
    }

    @Test
    void whoeverComesBackHasNoClaimToTurnsItDidNotWaitFor() {
        // Given
        for (int i = 0; i < 10; i++) {
            add("a" + i, 0, "a");
        }
        turns.next();
        turns.next();
        turns.next();

        // When
        add("b1", 0, "b");
        add("b2", 0, "b");

        // Then
        assertThat(all()).startsWith("a3", "b1", "a4", "b2");
    }

    @Test
    void whoeverWaitsForOneAtATimeGetsNoMoreThanItsShare() {
        // Given
        for (int i = 0; i < 40; i++) {
            add("a" + i, 0, "a");
            add("c" + i, 0, "c");
        }
        int had = 0;
        int number = 0;
        add("b" + number, 0, "b");

        // When
        for (int i = 0; i < 30; i++) {
            if (turns.next().orElseThrow().startsWith("b")) {
                had++;
                add("b" + ++number, 0, "b");
            }
        }

        // Then
        assertThat(had).isEqualTo(10);
    }

    @Test
    void newcomersWithoutEndDoNotKeepTheOthersFromTheirTurns() {
        // Given
        for (int i = 0; i < 10; i++) {
            add("old" + i, 0, "old");
            add("new" + i, 0, "new" + i);
        }
        int had = 0;

        // When
        for (int i = 10; i < 200; i++) {
            add("new" + i, 0, "new" + i);
            if (turns.next().orElseThrow().startsWith("old")) {
                had++;
            }
        }

        // Then
        assertThat(had).isBetween(9, 10);
    }

    @Test
    void aLowerPriorityHasItsShareWhateverWaitsAboveIt() {
        // Given
        Turns<Integer> scarce = new Turns<>(5);
        for (int i = 0; i < 1_000; i++) {
            scarce.add(i, new Place(i % 2 == 0 ? 0 : 7, "x", 1));
        }

        // When
        long low = Stream.generate(() -> scarce.next().orElseThrow())
                .limit(400)
                .filter(i -> i % 2 == 1)
                .count();

        // Then
        assertThat(low).isBetween(19L, 20L);
    }

    @Test
    void eachPriorityBelowTheBestHasAnEqualPartOfTheShare() {
        // Given
        Turns<Integer> scarce = new Turns<>(5);
        int[] priorities = {0, 5, 9};
        for (int i = 0; i < 3_000; i++) {
            scarce.add(i, new Place(priorities[i % 3], "x", 1));
        }

        // When
        Map<Integer, Long> had = Stream.generate(() -> scarce.next().orElseThrow())
                .limit(800)
                .collect(Collectors.groupingBy(i -> priorities[i % 3], Collectors.counting()));

        // Then
        assertThat(had.get(5)).isBetween(19L, 20L);
        assertThat(had.get(9)).isBetween(19L, 20L);
    }

    @Test
    void onlyPrioritiesThatMayAreAsked() {
        // Given
        add("a", 0, "x");
        add("b", 5, "x");

        // When
        String next = turns.next(priority -> priority > 0).orElseThrow();

        // Then
        assertThat(next).isEqualTo("b");
        assertThat(turns.next(priority -> priority > 0)).isEmpty();
        assertThat(turns.size()).isEqualTo(1);
    }

    @Test
    void whatIsRemovedHasNoTurn() {
        // Given
        add("a", 0, "x");
        add("b", 0, "x");

        // When
        turns.remove("a");
        turns.remove("a");

        // Then
        assertThat(all()).containsExactly("b");
    }

    @Test
    void nobodyWaitsTwice() {
        // Given
        add("a", 0, "x");

        // When
        // Then
        assertThatThrownBy(() -> add("a", 3, "y")).hasMessageContaining("waits already");
    }

    /** Whatever comes and goes, everyone has one turn, and nobody is counted who does not wait. */
    @Property(tries = 300)
    void everyoneHasOneTurn(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int shares) {
        // Given
        Random random = new Random(seed);
        Turns<Integer> all = new Turns<>(random.nextInt(51));
        Map<Integer, Place> waiting = new HashMap<>();
        List<Integer> had = new ArrayList<>();

        for (int i = 0; i < 400; i++) {
            // When
            int what = random.nextInt(5);
            if (what < 3) {
                Place place = new Place(random.nextInt(3), "s" + random.nextInt(shares), 1 + random.nextInt(3));
                all.add(i, place);
                waiting.put(i, place);
            } else if (what == 3) {
                all.next().ifPresent(next -> {
                    had.add(next);
                    waiting.remove(next);
                });
            } else if (!waiting.isEmpty()) {
                Integer gone = waiting.keySet().iterator().next();
                all.remove(gone);
                waiting.remove(gone);
            }

            // Then
            assertThat(all.size()).isEqualTo(waiting.size());
            assertThat(all.priorities())
                    .containsExactlyElementsOf(waiting.values().stream()
                            .map(Place::priority)
                            .distinct()
                            .sorted()
                            .toList());
        }
        assertThat(had).doesNotHaveDuplicates();
    }

    private void add(String item, int priority, String share) {
        turns.add(item, new Place(priority, share, 1));
    }

    private List<String> all() {
        List<String> order = new ArrayList<>();
        while (turns.size() > 0) {
            order.add(turns.next().orElseThrow());
        }
        return order;
    }
}
