package io.partnerapi.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    Path jar;

    @BeforeEach
    void packFakeWorker() throws IOException {
        jar = ProgramJar.write(folder.resolve("fake-worker.jar"), FakeWorker.class);
    }

    @Test
    void becomesReadyAndEndsWhenAsked() {
        try (WorkerProcess worker = worker(Map.of())) {
            // Given
            worker.start();
            worker.awaitReady(SOON);

            // When
            worker.terminate();

            // Then
            assertThat(worker.awaitExit(SOON)).isZero();
            assertThat(worker.exitCode()).hasValue(0);
            assertThat(worker.isReady()).isFalse();
            assertThat(worker.logFile()).content().contains("fake worker w-1 ends in order");
        }
    }

    @Test
    void startsAgainAfterItWasKilled() {
        try (WorkerProcess worker = worker(Map.of())) {
            // Given
            worker.start().awaitReady(SOON);
            long first = worker.pid();

            // When
            worker.kill();
            int exitCode = worker.exitCode().orElseThrow();
            worker.start().awaitReady(SOON);

            // Then
            assertThat(exitCode).isEqualTo(128 + 9);
            assertThat(worker.pid()).isNotEqualTo(first);
            assertThat(worker.logFile()).content().doesNotContain("ends in order");
        }
    }

    @Test
    void answersNothingWhileSuspended() {
        try (WorkerProcess worker = worker(Map.of())) {
            // Given
            worker.start().awaitReady(SOON);

            // When
            worker.suspend();
            boolean whileSuspended = worker.isReady();
            worker.resume();

            // Then
            assertThat(whileSuspended).isFalse();
            worker.awaitReady(SOON);
        }
    }

    @Test
    void showsTheLastOutputOfAWorkerThatCannotStart() {
        try (WorkerProcess worker = worker(Map.of("fake.problem", "budget.calls is -1; it must be 0 or more"))) {
            // Given
            worker.start();

            // When / Then
            assertThatThrownBy(() -> worker.awaitReady(SOON))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("w-1", "exit code 2", "budget.calls is -1");
        }
    }

    @Test
    void keepsItsSettingsFromOtherUsers() throws IOException {
        try (WorkerProcess worker = worker(Map.of("partner.client-secret", "s"))) {
            // When
            worker.start();

            // Then
            assertThat(Files.getPosixFilePermissions(folder.resolve("w-1.log.properties")))
                    .map(Enum::name)
                    .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
        }
    }

    @Test
    void refusesASecondStart() {
        try (WorkerProcess worker = worker(Map.of()).start()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("w-1 runs already");
        }
    }

    private WorkerProcess worker(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("worker.id", "w-1");
        return new WorkerProcess(jar, JAVA, settings, folder.resolve("w-1.log"));
    }
}
