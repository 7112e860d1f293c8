package io.partnerapi.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask only for metrics that there are, and every alert is tested and explained. */
class OpsFilesTest {

    private static final Pattern USED = Pattern.compile("\\b(partner_worker|jvm|process|system|kafka)_[a-z0-9_]+");
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| *`(\\w+)");
    private static final Pattern SCRAPED = Pattern.compile("(?m)^\\w+");
    private static final Pattern PART = Pattern.compile("_(bucket|sum|count|max)$");

    @Test
    void alertsAskForMetricsThatThereAre() throws IOException {
        // Given
        JsonNode alerts = new YAMLMapper().readTree(Path.of("ops/alerts.yml").toFile());

        // When
        Set<String> used = used(alerts);

        // Then
        assertThat(used).contains("partner_worker_lag_records");
        assertThat(known()).containsAll(used);
    }

    @Test
    void everyAlertIsTestedAndExplained() throws IOException {
        // Given
        String tests = Files.readString(Path.of("ops/alerts-test.yml"));
        String guide = Files.readString(Path.of("OPERATIONS.md"));

        // When
        List<String> names =
                new YAMLMapper().readTree(Path.of("ops/alerts.yml").toFile()).findValuesAsText("alert");

        // Then
        assertThat(names).isNotEmpty().allSatisfy(name -> {
            assertThat(tests).contains("alertname=\"" + name + "\", alertstate=\"firing\"");
            assertThat(guide).contains("| `" + name + "` |");
        });
    }

    @Test
    void theDashboardAsksForMetricsThatThereAre() throws IOException {
        // Given
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("ops/grafana/dashboards/partner-worker.json").toFile());

        // When
        Set<String> used = used(dashboard);

        // Then
        assertThat(used).contains("partner_worker_lag_records", "partner_worker_call_seconds");
        assertThat(known()).containsAll(used);
    }

    /** The metrics that the expressions name; parts of a histogram or summary go by its name. */
    private static Set<String> used(JsonNode file) {
        return file.findValuesAsText("expr").stream()
                .flatMap(expression -> USED.matcher(expression).results())
                .map(MatchResult::group)
                .map(name -> PART.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> known() throws IOException {
        String table = Files.readString(Path.of("METRICS.md"));
        try (Metrics metrics = new Metrics()) {
            return Stream.concat(
                            LISTED.matcher(table).results().map(listed -> listed.group(1)),
                            SCRAPED.matcher(metrics.scrape()).results().map(MatchResult::group))
                    .collect(Collectors.toSet());
        }
    }
}
