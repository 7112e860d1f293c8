package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some workers and a partner that refuses what is over its limit.
 *
 * <p>What holds on any machine is always asserted. How much of the limit is used, how soon and how evenly depends on what else
 * the machine does: it is printed, and asserted with {@code -Dbudget.measured=true}. More system properties make it another
 * run, {@code -Dbudget.}: {@code workers}, {@code calls}, {@code window} (seconds), {@code windows} (how many are measured),
 * {@code kill} (seconds from one kill to the next), {@code backlog} (commands that wait behind what is urgent).
 */
@Tag("long")
class BudgetIT {
    private static final boolean MEASURED = Boolean.getBoolean("budget.measured");
    private static final int CALLS = Integer.getInteger("budget.calls", 180);
    private static final Duration WINDOW = Duration.ofSeconds(Integer.getInteger("budget.window", 6));
    private static final int WINDOWS = Integer.getInteger("budget.windows", 2);
    private static final Duration KILL = Duration.ofSeconds(Integer.getInteger("budget.kill", 6));
    private static final int BACKLOG = Integer.getInteger("budget.backlog", 60 * CALLS);
    private static final int STEPS_PER_SECOND = 20;
    private static final Duration STARTED = Landscape.LIMIT;
    private static final int WORKERS = Integer.getInteger("budget.workers", 3);
    private static final String READ = "{\"id\":\"%s\",\"method\":\"GET\",\"path\":\"/cards\"}";

    private Landscape landscape;
    private List<Map<String, String>> settings;
    private List<WorkerProcess> workers;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, rules -> rules.withCallLimit(CALLS, WINDOW));
        landscape.kafka.createTopic("urgent", 6, Map.of());
        settings = landscape.settings(WORKERS);
        settings.forEach(each -> {
            each.put("budget.calls", Integer.toString(CALLS));
            each.put("budget.window", WINDOW.toString());
            each.put("budget.guard", "PT3S");
            // As by default: a partner that is slow under the first burst is waited for, not called again.
            each.put("partner.call-timeout", "PT30S");
            each.put("topics.commands", "urgent:0,partner.commands:5");
        });
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    @Test
    void allOfItIsUsedAndNeverMore() {
        // Given
        startAll();
        backlog("urgent", (WINDOWS + 2) * CALLS);

        // When
        Instant from = fullWindow();
        List<Double> steps = steps();
        Instant counted = Instant.now();
        Instant to = from.plus(WINDOW.multipliedBy(WINDOWS));
        awaitCalls((WINDOWS + 1) * CALLS);
        awaitInstant(to);

        // Then
        neverMore();
        List<Double> after = steps();
        double perSecond = IntStream.range(0, WORKERS)
                        .mapToDouble(i -> after.get(i) - steps.get(i))
                        .max()
                        .orElseThrow()
                / Duration.between(counted, Instant.now()).toMillis()
                * 1_000;
        System.out.printf("at most %.1f steps on the ledger per second and worker%n", perSecond);
        assertThat(perSecond).isLessThan(STEPS_PER_SECOND);
        atLeast(0.95, used("backlog", from, to));
    }

    @Test
    void alsoWhileWorkersAreKilled() {
        // Given
        startAll();
        backlog("urgent", (WINDOWS + 6) * CALLS);
        Instant from = fullWindow();
        Instant to = from.plus(WINDOW.multipliedBy(WINDOWS));

        // When
        int killed = 0;
        for (Instant kill = from; kill.isBefore(to); kill = kill.plus(KILL)) {
            Instant next = kill;
            awaitInstant(next);
            WorkerProcess victim = workers.get(killed++ % WORKERS);
            victim.kill();
            victim.start();
        }
        awaitInstant(to);
        awaitCalls(arrived().size() + CALLS);

        // Then
        neverMore();
        atLeast(0.7, used(killed + " killed", from, to));
    }

    @Test
    void aFullRestartForgetsNothing() {
        // Given
        startAll();
        backlog("urgent", (WINDOWS + 4) * CALLS);
        Instant from = fullWindow();
        Instant to = from.plus(WINDOW.multipliedBy(WINDOWS + 1L));

        // When
        workers.forEach(WorkerProcess::kill);
        long before = arrived().size();
        workers.forEach(WorkerProcess::start);
        awaitCalls(before + CALLS + 1);
        awaitInstant(to);

        // Then
        neverMore();
        atLeast(0.2, used("all started again", from, to));
    }

    @Test
    void whatIsUrgentHardlyWaitsBehindABacklog() {
        // Given
        startAll();
        backlog("partner.commands", BACKLOG);
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Instant> sent = new HashMap<>();
        Instant begin = fullWindow();

        // When
        for (int i = 0; i < WINDOWS * CALLS / 10; i++) {
            String id = "urgent-" + i;
            Instant at = begin.plusMillis(i * WINDOW.toMillis() / (CALLS / 10) + random.nextInt(200));
            awaitInstant(at);
            sent.put(id, Instant.now());
            landscape.sendTo("urgent", id, READ.formatted(id));
        }

        // Then
        List<Duration> waits = new ArrayList<>();
        sent.forEach((id, at) -> {
            Result result = landscape.result(id);
            waits.add(Duration.between(at, result.attempts().get(0).at()));
        });
        waits.sort(Duration::compareTo);
        System.out.println("urgent waited p50 " + waits.get(waits.size() / 2) + " p99 "
                + waits.get(waits.size() * 99 / 100) + " longest " + waits.get(waits.size() - 1) + " of "
                + waits.size());
        neverMore();
        assertThat(arrived())
                .filteredOn(call -> call.command().startsWith("backlog-"))
                .as("calls of the backlog before the last of what is urgent")
                .hasSizeLessThan(BACKLOG / 2);
        if (MEASURED) {
            assertThat(waits.get(waits.size() * 95 / 100)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void anOrganizationWithALongBacklogGetsNoMoreThanTheOthers() {
        // Given
        startAll();
        int others = 5;
        organization("big", 5 * CALLS);
        IntStream.range(0, others).forEach(i -> organization("small-" + i, CALLS));
        Instant from = fullWindow();

        // When
        awaitCalls(3 * CALLS);

        // Then
        Map<String, Long> served = arrived().stream()
                .filter(call -> !call.at().isBefore(from))
                .limit(2L * CALLS)
                .collect(Collectors.groupingBy(
                        call -> call.command().substring(0, call.command().indexOf('/')), Collectors.counting()));
        double sum = served.values().stream().mapToLong(calls -> calls).sum();
        double squares =
                served.values().stream().mapToLong(calls -> calls * calls).sum();
        double jain = sum * sum / ((others + 1) * squares);
        System.out.printf("calls by organization %s, Jain's index %.3f%n", served, jain);
        neverMore();
        assertThat(served).hasSize(others + 1);
        assertThat(jain).as("0.56 if each had what its backlog is").isGreaterThan(MEASURED ? 0.99 : 0.9);
    }

    private void organization(String name, int commands) {
        for (int i = 0; i < commands; i++) {
            landscape.send(
                    name + i,
                    "{\"id\":\"%s/%d\",\"method\":\"GET\",\"path\":\"/cards\",\"organizationId\":\"%s\"}"
                            .formatted(name, i, name));
        }
    }

    /** Steps on the shared ledger that each worker has done since it started. */
    private List<Double> steps() {
        return workers.stream()
                .map(worker -> Landscape.metric(worker, "partner_worker_budget_step_seconds_count")
                        .orElseThrow())
                .toList();
    }

    private void startAll() {
        workers = settings.stream().map(landscape::start).toList();
        workers.forEach(worker -> worker.awaitReady(STARTED));
    }

    private void backlog(String topic, int commands) {
        for (int i = 0; i < commands; i++) {
            landscape.sendTo(topic, "key-" + i, READ.formatted("backlog-" + i));
        }
    }

    /** When the first window under the backlog is over: from now on all of it is in use. */
    private Instant fullWindow() {
        awaitCalls(CALLS);
        Instant over = arrived().get(0).at().plus(WINDOW);
        awaitInstant(over);
        return over;
    }

    private void awaitCalls(long count) {
        await().atMost(Landscape.LIMIT.plus(WINDOW.multipliedBy(WINDOWS)))
                .until(() -> arrived().size() >= count);
    }

    private static void awaitInstant(Instant at) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.between(Instant.now(), at).plus(Landscape.LIMIT))
                .until(() -> !Instant.now().isBefore(at));
    }

    private static void atLeast(double share, double used) {
        if (MEASURED) {
            assertThat(used).isGreaterThan(share);
        }
    }

    private void neverMore() {
        assertThat(arrived()).extracting(LedgerEntry::status).doesNotContain(429);
        assertThat(landscape.partner.ledger().worstWindow()).isLessThanOrEqualTo(CALLS);
    }

    private double used(String what, Instant from, Instant to) {
        long arrived = arrived().stream()
                .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(to))
                .count();
        double used = (double) arrived
                / CALLS
                * WINDOW.toMillis()
                / Duration.between(from, to).toMillis();
        System.out.printf(
                "%s: %d calls in %d s, %.1f %% of the limit, at most %d in a window%n",
                what,
                arrived,
                Duration.between(from, to).toSeconds(),
                100 * used,
                landscape.partner.ledger().worstWindow());
        return used;
    }

    private List<LedgerEntry> arrived() {
        return landscape.partner.ledger().entries().stream()
                .filter(entry -> entry.endpoint() == Endpoint.API)
                .toList();
    }
}
