package io.partnerapi.worker.chaos;

import io.partnerapi.worker.chaos.Fleet.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts workers off from each other by rules of the network's routing, which drop what one's address sends to another's.
 * Needs a network of its own, since the rule that finds loopback must come after ours.
 */
final class GridTroubles {
    private static final String PRIORITY = "50";

    private final Fleet fleet;
    private final Notes notes;

    GridTroubles(Fleet fleet, Notes notes) {
        this.fleet = fleet;
        this.notes = notes;
    }

    /** Begins a step; what is answered mends it. */
    Runnable begin(Step step) {
        List<Place> running =
                new ArrayList<>(fleet.places().stream().filter(Place::isAlive).toList());
        int few = running.size() / 2;
        if (few == 0) {
            return Troubles.NOTHING;
        }
        List<Place> cut = IntStream.range(0, few)
                .mapToObj(i -> running.get((step.oneOf(running.size()) + i) % running.size()))
                .toList();
        List<Place> rest = new ArrayList<>(fleet.places());
        rest.removeAll(cut);
        long from = notes.now();
        between(cut, rest, "add");
        notes.done(step);
        return () -> {
            between(cut, rest, "del");
            cut.forEach(place -> notes.cutOff(place.host(), from));
        };
    }

    private static void between(List<Place> some, List<Place> others, String verb) {
        for (Place one : some) {
            for (Place other : others) {
                rule(verb, one.host(), other.host());
                rule(verb, other.host(), one.host());
            }
        }
    }

    private static void rule(String verb, String from, String to) {
        List<String> command = List.of("ip", "rule", verb, "pref", PRIORITY, "from", from, "to", to, "blackhole");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said
                        + " (a split needs a network of its own, see GUARANTEES.md)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
