package io.partnerapi.worker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.Container.ExecResult;

/**
 * What three workers in containers make of commands while containers are killed, paused, added and taken away.
 *
 * <p>How soon depends on what else the machine does: it is printed, and asserted with {@code -Dcontainers.measured=true}.
 */
@NeedsContainers
class ContainersIT {
    static final boolean MEASURED = Boolean.getBoolean("containers.measured");
    /** A silent worker counts as dead after 10 s. */
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private static final ContainerLandscape LANDSCAPE = new ContainerLandscape();

    private List<WorkerContainer> workers;

    @BeforeAll
    static void start() {
        LANDSCAPE.start();
    }

    @AfterAll
    static void stop() {
        LANDSCAPE.close();
    }

    @BeforeEach
    void threeWorkers() {
        workers = LANDSCAPE.scale(ContainerLandscape.EXPECTED_WORKERS);
    }

    @Test
    void everyCommandHasOneResultAndAllWorkersOneToken() {
        // When
        LANDSCAPE.send(200);

        // Then
        allIsWell();
    }

    @Test
    void aKilledContainerCostsNoResultAndItsPartitionsAreTakenOver() {
        // Given
        LANDSCAPE.send(200);
        LANDSCAPE.awaitShare(0.9);

        // When
        LANDSCAPE.disturb("kill", workers.get(0)::kill);
        long killed = System.nanoTime();
        LANDSCAPE.send(100);
        LANDSCAPE.awaitAll();
        Duration recovery = Duration.ofNanos(System.nanoTime() - killed);

        // Then
        System.out.printf("All partitions answered %.1f s after a container was killed%n", recovery.toMillis() / 1e3);
        LANDSCAPE.forget(workers.get(0));
        if (MEASURED) {
            assertThat(recovery).isLessThan(RECOVERY);
        }
        allIsWell();
    }

    @Test
    void aPausedContainerDoesNothingTwiceWhenItGoesOn() {
        // Given
        LANDSCAPE.send(200);

        // When
        LANDSCAPE.disturb("pause", () -> {
            workers.get(0).pause();
            LANDSCAPE.send(100);
            LANDSCAPE.awaitAll();
            workers.get(0).unpause();
        });
        workers.get(0).awaitReady();

        // Then
        allIsWell();
    }

    @Test
    void workersComeAndGoWhileCommandsFlow() {
        // Given
        LANDSCAPE.send(200);

        // When
        LANDSCAPE.scale(2);
        LANDSCAPE.send(100);
        LANDSCAPE.scale(4);
        LANDSCAPE.send(100);
        LANDSCAPE.scale(3);

        // Then
        allIsWell();
    }

    @Test
    void aBrokerThatIsStartedAgainLosesNothing() {
        // Given
        LANDSCAPE.send(200);

        // When
        LANDSCAPE.disturb("broker", () -> {
            LANDSCAPE.stopKafka();
            LANDSCAPE.startKafkaAgain();
            LANDSCAPE.send(100);
        });

        // Then
        allIsWell();
        workers.forEach(WorkerContainer::awaitReady);
    }

    @Test
    void aWorkerAskedToStopExitsWithZero() {
        // When
        long code = workers.get(0).terminate();

        // Then
        LANDSCAPE.forget(workers.get(0));
        assertThat(code).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void readsCompressedCommands(String codec) {
        // When
        LANDSCAPE.sendCompressed(codec);

        // Then
        allIsWell();
    }

    @Test
    void isNobodyAndWritesNowhere() throws Exception {
        // When
        ExecResult user = workers.get(0).execInContainer("id", "-u");
        ExecResult write = workers.get(0).execInContainer("touch", "/app/new");
        ExecResult first = workers.get(0).execInContainer("cat", "/proc/1/comm");

        // Then
        assertThat(user.getStdout()).isEqualToIgnoringNewLines("10001");
        assertThat(write.getStderr()).contains("Read-only file system");
        assertThat(first.getStdout()).isEqualToIgnoringNewLines("java");
    }

    private static void allIsWell() {
        LANDSCAPE.awaitAll();
        assertThat(LANDSCAPE.breaches()).isEmpty();
        assertThat(LANDSCAPE.partner.ledger().tokenRequests()).isEqualTo(1);
    }
}
