package io.partnerapi.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WorkerCommandTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("PARTNER_CLIENT_ID", "id", "PARTNER_CLIENT_SECRET", "s3cret");

    @TempDir
    Path folder;

    private final List<Settings> runs = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"", "run"})
    void aWorkerRunsWithOrWithoutTheWord(String arguments) {
        // Given
        String[] args = arguments.isEmpty() ? new String[0] : arguments.split(" ");

        // When
        int exit = execute(CREDENTIALS, 0, args);

        // Then
        assertThat(exit).isZero();
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).worker().id()).matches("worker-[0-9a-f]{8}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--config %s", "run --config %s", "--config %s run", "--config=%s"})
    void theFileOfSettingsIsRead(String arguments) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("worker.properties"), "worker.id=from-file\n");

        // When
        int exit = execute(CREDENTIALS, 0, arguments.formatted(file).split(" "));

        // Then
        assertThat(exit).isZero();
        assertThat(runs.get(0).worker().id()).isEqualTo("from-file");
    }

    @Test
    void theExitCodeIsTheWorkers() {
        // Given
        int couldNotGoOn = 1;

        // When
        int exit = execute(CREDENTIALS, couldNotGoOn, "run");

        // Then
        assertThat(exit).isEqualTo(couldNotGoOn);
    }

    @Test
    void badSettingsEndTheStartWithEveryProblemOnStandardError() {
        // Given
        Map<String, String> noCredentials = Map.of("BUDGET_CALLS", "-1");

        // When
        int exit = execute(noCredentials, 0, "run");

        // Then
        assertThat(exit).isEqualTo(2);
        assertThat(runs).isEmpty();
        assertThat(err.toString())
                .startsWith("3 settings are wrong:\n")
                .contains("partner.client-id: is missing", "partner.client-secret: is missing", "budget.calls = -1");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--unknown", "run --unknown", "walk", "--config"})
    void aWrongCommandLineIsToldWithTheUsage(String arguments) {
        // Given
        String[] args = arguments.split(" ");

        // When
        int exit = execute(CREDENTIALS, 0, args);

        // Then
        assertThat(exit).isEqualTo(2);
        assertThat(runs).isEmpty();
        assertThat(err.toString()).contains("Usage: partner-worker");
    }

    @Test
    void helpTellsTheOptionsAndTheExitCodes() {
        // Given
        String[] args = {"--help"};

        // When
        int exit = execute(Map.of(), 0, args);

        // Then
        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("--config=FILE", "--version", "Exit codes:", "  0   ", "  1   ", "  2   ", "WORKER_ID");
    }

    @Test
    void versionIsTold() {
        // Given
        String[] args = {"--version"};

        // When
        int exit = execute(Map.of(), 0, args);

        // Then
        assertThat(exit).isZero();
        assertThat(out.toString()).startsWith("partner-worker ");
    }

    @Test
    void aRunnerThatThrowsIsAFailureNotABadSetting() {
        // Given
        CommandLine command = WorkerCommand.commandLine(CREDENTIALS, settings -> {
            throw new IllegalStateException("no broker");
        });

        // When
        int exit = command.execute("run");

        // Then
        assertThat(exit).isEqualTo(1);
    }

    private int execute(Map<String, String> environment, int exitCode, String... args) {
        return WorkerCommand.commandLine(environment, settings -> {
                    runs.add(settings);
                    return exitCode;
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
