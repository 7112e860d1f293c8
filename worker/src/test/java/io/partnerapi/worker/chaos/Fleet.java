package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Places for worker processes of one cluster; in each runs one or none. Safe from any thread: whoever does something to
 * a place claims it first.
 */
final class Fleet implements AutoCloseable {
    private static final Path JAR = Path.of("target", "worker.jar").toAbsolutePath();
    /** Workers that live for seconds gain nothing from the compiler that takes most of the time. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    /** That of a worker of the compose file. */
    private static final String SMALL_HEAP = "-Xmx256m";

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final String LOOPBACK = "127.0.0.1";

    private final Map<String, String> common;
    private final Path folder;
    private final List<Place> places;

    /**
     * @param common settings of every worker, without its own id, grid address and port
     * @param ownAddresses whether each place has an address of its own
     */
    Fleet(Map<String, String> common, Path folder, int places, boolean ownAddresses) {
        List<Integer> ports = FreePorts.several(places);
        this.common = new HashMap<>(common);
        this.folder = folder;
        this.places = IntStream.range(0, places)
                .mapToObj(i -> new Place(i + 1, ownAddresses ? host(i + 1) : LOOPBACK, ports.get(i)))
                .toList();
        this.common.put(
                "cluster.members",
                this.places.stream()
                        .map(place -> place.host + ":" + place.gridPort)
                        .collect(Collectors.joining(",")));
    }

    /** The address of its own that a place has where there is one for each. */
    static String host(int place) {
        return "127.0.0." + (place + 1);
    }

    /** One after the other, by number. */
    List<Place> places() {
        return places;
    }

    /** A place where a worker runs, the {@code choice}-th of them, claimed; empty if none is free. */
    synchronized Optional<Place> claimRunning(int choice) {
        List<Place> running = places.stream()
                .filter(place -> !place.claimed && place.isAlive())
                .toList();
        return running.isEmpty() ? Optional.empty() : claim(running.get(Math.floorMod(choice, running.size())));
    }

    synchronized Optional<Place> claim(Place place) {
        if (place.claimed) {
            return Optional.empty();
        }
        place.claimed = true;
        return Optional.of(place);
    }

    synchronized void release(Place place) {
        place.claimed = false;
    }

    /** Workers that ended though nobody ended them. */
    List<String> diedByThemselves() {
        return places.stream().filter(Place::diedByItself).map(Place::toString).toList();
    }

    @Override
    public void close() {
        places.forEach(Place::close);
    }

    /** Where one worker at a time runs. */
    final class Place {
        private final int number;
        private final String host;
        private final int gridPort;
        private final List<WorkerProcess> all = new ArrayList<>();
        private volatile @Nullable WorkerProcess worker;
        private volatile boolean wanted;
        private boolean claimed;

        private Place(int number, String host, int gridPort) {
            this.number = number;
            this.host = host;
            this.gridPort = gridPort;
        }

        /** Its address on the grid. */
        String host() {
            return host;
        }

        boolean isAlive() {
            WorkerProcess current = worker;
            return current != null && current.isAlive();
        }

        boolean diedByItself() {
            return wanted && !isAlive();
        }

        WorkerProcess worker() {
            if (worker == null) {
                throw new IllegalStateException("no worker was ever started at " + number);
            }
            return worker;
        }

        /** Starts the worker that was here, under its own id, or a new one. */
        void start(boolean sameId) {
            if (worker == null || !sameId) {
                String id = "worker-" + number + "-" + (all.size() + 1);
                Map<String, String> settings = new HashMap<>(common);
                settings.put("worker.id", id);
                settings.put("cluster.host", host);
                settings.put("cluster.port", String.valueOf(gridPort));
                worker = new WorkerProcess(
                        JAR, List.of(JAVA.toString(), QUICK_START, SMALL_HEAP), settings, folder.resolve(id + ".log"));
                all.add(worker);
            }
            worker.start();
            wanted = true;
        }

        void kill() {
            wanted = false;
            worker().kill();
        }

        /** SIGTERM; answers the exit code. */
        int stop(Duration limit) {
            wanted = false;
            worker().terminate();
            return worker().awaitExit(limit);
        }

        @Override
        public String toString() {
            return worker == null ? "place " + number : worker + " (log " + worker.logFile() + ")";
        }

        private void close() {
            all.forEach(WorkerProcess::close);
        }
    }
}
