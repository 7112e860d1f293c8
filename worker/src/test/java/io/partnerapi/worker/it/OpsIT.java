package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two workers tell of themselves while more commands wait than their budget allows. */
class OpsIT {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+ \\S+)");
    private static final Pattern ROW = Pattern.compile("\\| (`[^|]+`) \\| (\\w*) ?\\|.*");
    private static final Pattern NAME = Pattern.compile("`([a-z_*]+)`");

    private static Landscape landscape;
    private static List<WorkerProcess> workers;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutLatency);
        List<Map<String, String>> settings = landscape.settings(2);
        settings.forEach(each -> {
            each.put("budget.calls", "20");
            each.put("budget.window", "PT5M");
            each.put("worker.log-format", "json");
        });
        workers = settings.stream().map(landscape::start).toList();
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        // What is taken while partitions move is taken twice.
        workers.forEach(worker -> Landscape.awaitPartitions(worker, 3));
        IntStream.range(0, 60).forEach(i -> landscape.send("key-" + i % 30, read("waits-" + i)));
        landscape.send("bad", "no command at all");
        landscape.send("bad", "{\"id\":\"refused\",\"method\":\"GET\",\"path\":\"no/slash\"}");
        await().atMost(Landscape.LIMIT)
                .until(() -> landscape.results().size() == 21
                        && landscape.read("partner.dead-letters").size() == 1);
    }

    @AfterAll
    static void stop() {
        landscape.close();
    }

    @Test
    void theTableOfMetricsIsWhatIsExported() throws Exception {
        // Given
        Set<String> table = new TreeSet<>();
        Set<String> families = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("METRICS.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                NAME.matcher(row.group(1)).results().map(name -> name.group(1)).forEach(name -> {
                    if (name.endsWith("*")) {
                        families.add(name.substring(0, name.length() - 1));
                    } else {
                        table.add(name + " " + row.group(2));
                    }
                });
            }
        }

        // Only while there is a fault; PartitionFaultsIT sees it.
        table.remove("partner_worker_partition_fault_seconds gauge");

        // When
        Set<String> exported = workers.stream()
                .flatMap(worker -> TYPE.matcher(metrics(worker)).results())
                .map(type -> type.group(1))
                .filter(type -> families.stream().noneMatch(type::startsWith))
                .filter(type -> !type.endsWith("_max gauge"))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(exported).isEqualTo(table);
    }

    @Test
    void metricsCountEachCommandOnceOverBothWorkers() {
        // A result is visible a moment before its worker knows.
        await().atMost(Landscape.LIMIT).untilAsserted(OpsIT::countsEachCommandOnce);
    }

    private static void countsEachCommandOnce() {
        String all = workers.stream().map(OpsIT::metrics).collect(Collectors.joining("\n"));
        assertThat(sum(all, "partner_worker_results_total{outcome=\"answered\"}"))
                .isEqualTo(20);
        assertThat(sum(all, "partner_worker_results_total{outcome=\"refused\"}"))
                .isEqualTo(1);
        assertThat(sum(all, "partner_worker_dead_letters_total")).isEqualTo(1);
        assertThat(sum(all, "partner_worker_commands_taken_total{topic=\"partner.commands\"}"))
                .isEqualTo(62);
        assertThat(sum(all, "partner_worker_token_requests_total{outcome=\"issued\"}"))
                .isEqualTo(1);
        assertThat(sum(all, "partner_worker_partitions")).isEqualTo(6);
        assertThat(sum(all, "partner_worker_grid_members")).isEqualTo(4);
        assertThat(sum(all, "partner_worker_held_records")).isEqualTo(40);
        assertThat(all).doesNotContain("waits-").doesNotContain("key-").doesNotContain("/cards");
    }

    @Test
    void statusKeepsItsSchemaAndKnowsTheCluster() {
        // What is used a worker hears with its next lease.
        await().atMost(Landscape.LIMIT).untilAsserted(OpsIT::statusIsWhole);
    }

    private static void statusIsWhole() throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            all.add(status(worker, "/status?key=key-3"));
        }

        for (JsonNode status : all) {
            assertThat(status.at("/cluster/members").findValuesAsText("worker"))
                    .containsExactlyInAnyOrder("worker-1", "worker-2");
            assertThat(status.at("/budget/used").asInt()).isEqualTo(20);
            assertThat(status.at("/token/generation").asInt()).isEqualTo(1);
            assertThat(status.at("/conditions").findValuesAsText("status")).containsOnly("UP");
        }
        assertThat(all.stream().mapToInt(status -> status.at("/partitions").size()))
                .satisfies(counts -> assertThat(
                                counts.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(6));
        assertThat(all.stream().flatMap(status -> status.at("/cluster/members").findValuesAsText("status").stream()))
                .containsAll(
                        workers.stream().map(worker -> worker.http().toString()).toList());
    }

    @Test
    void statusTellsOfACommandWhyItWaitsAndWhenItCanGo() throws Exception {
        // Given
        Set<String> answered =
                landscape.results().stream().map(result -> result.id()).collect(Collectors.toSet());
        String waiting = IntStream.range(0, 60)
                .mapToObj(i -> "waits-" + i)
                .filter(id -> !answered.contains(id))
                .findFirst()
                .orElseThrow();

        // When
        List<JsonNode> found = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            status(worker, "/status?id=" + waiting).at("/found").forEach(found::add);
        }

        // Then
        assertThat(found).singleElement().satisfies(command -> {
            assertThat(command.path("id").asText()).isEqualTo(waiting);
            assertThat(command.path("waitsFor").asText()).isEqualTo("permit");
            assertThat(command.path("why").asText())
                    .isEqualTo("The call budget is used up, or others have their turn first.");
            assertThat(Instant.parse(command.path("expectedBy").asText()))
                    .isBetween(Instant.now(), Instant.now().plusSeconds(930));
        });
    }

    @Test
    void theLogTellsOfAnEndWithItsFields() throws Exception {
        // When
        List<JsonNode> ends = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            for (String line : landscape
                    .log(worker)
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .toList()) {
                JsonNode json = new ObjectMapper().readTree(line);
                if (json.path("formattedMessage").asText().startsWith("A ")) {
                    ends.add(json);
                }
            }
        }

        // Then
        assertThat(ends).hasSize(2);
        assertThat(ends.toString())
                .contains("{\"command\":\"refused\"},{\"key\":\"bad\"},{\"record\":\"partner.commands-")
                .contains("{\"outcome\":\"REFUSED\"}")
                .contains("A record is a dead letter")
                .doesNotContain("no command at all");
    }

    private static String metrics(WorkerProcess worker) {
        return Landscape.get(worker.http().resolve("/metrics"));
    }

    /** What a worker's status tells, which must keep its schema. */
    static JsonNode status(WorkerProcess worker, String path) throws Exception {
        String text = Landscape.get(worker.http().resolve(path));
        assertThat(SchemaRegistry.withDefaultDialect(
                                SpecificationVersion.DRAFT_2020_12,
                                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                        .formatAssertionsEnabled(true)
                                        .build()))
                        .getSchema(schema())
                        .validate(text, InputFormat.JSON))
                .as(text)
                .isEmpty();
        return new ObjectMapper().readTree(text);
    }

    private static String schema() throws Exception {
        try (var file = Objects.requireNonNull(
                OpsIT.class.getResourceAsStream("/io/partnerapi/worker/status/status.schema.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static String read(String id) {
        return "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/cards\"}";
    }
}
