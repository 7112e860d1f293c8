package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the token endpoint sees when the one worker that may ask dies or hangs at the worst moment, or many start at once. */
@Tag("long")
class TokenOwnerIT {
    /** A claim stands 15 s, others look again every 2 s, and the first request of a cold worker can take seconds. */
    private static final Duration REFRESHED_WITHIN = Duration.ofSeconds(30);

    private Landscape landscape;
    private Toll toll;
    private List<WorkerProcess> workers;

    @BeforeEach
    void prepare(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutLatency);
        toll = new Toll(landscape.partner.tokenUrl());
    }

    @AfterEach
    void stop() throws Exception {
        landscape.close();
        toll.close();
    }

    @Test
    void anOwnerThatDiesBeforeItsRequestCostsNone() throws Exception {
        // Given
        startWorkers(3);
        WorkerProcess owner = toll.keptOf(workers);

        // When
        owner.kill();
        toll.open();

        // Then
        awaitOthersReady(owner);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void anOwnerThatDiesWithItsAnswerCostsOne() throws Exception {
        // Given
        startWorkers(3);
        landscape
                .partner
                .controls()
                .inject(Fault.always(Endpoint.TOKEN, new FaultAction.Hang())
                        .times(1)
                        .afterProcessing());
        WorkerProcess owner = toll.keptOf(workers);
        toll.release();
        await().atMost(Landscape.LIMIT).until(() -> requests() == 1);

        // When
        owner.kill();
        toll.open();

        // Then
        awaitOthersReady(owner);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void anOwnerThatHangsBeforeItsRequestCostsNoneAndChangesNothingWhenItWakes() throws Exception {
        // Given
        startWorkers(3);
        WorkerProcess owner = toll.keptOf(workers);

        // When
        owner.suspend();
        toll.open();
        awaitOthersReady(owner);
        toll.release();
        owner.resume();

        // Then
        owner.awaitReady(Landscape.LIMIT);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void anOwnerThatHangsWithItsAnswerCostsOneAndChangesNothingWhenItWakes() throws Exception {
        // Given
        startWorkers(3);
        landscape
                .partner
                .controls()
                .inject(Fault.always(Endpoint.TOKEN, new FaultAction.SlowBody(Duration.ofSeconds(2)))
                        .times(1));
        WorkerProcess owner = toll.keptOf(workers);
        toll.release();
        await().atMost(Landscape.LIMIT).until(() -> requests() == 1);

        // When
        owner.suspend();
        toll.open();
        awaitOthersReady(owner);
        owner.resume();

        // Then
        owner.awaitReady(Landscape.LIMIT);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void manyThatStartAtOnceMakeOneRequest() throws Exception {
        // Given
        toll.open();

        // When
        startWorkers(10);

        // Then
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT.multipliedBy(2)));
        assertThat(requests()).isEqualTo(1);
    }

    private void startWorkers(int count) throws IOException {
        List<Map<String, String>> settings = landscape.settings(count);
        settings.forEach(each -> each.put("partner.token-url", toll.url().toString()));
        workers = settings.stream().map(landscape::start).toList();
    }

    private void awaitOthersReady(WorkerProcess owner) {
        workers.stream().filter(worker -> worker != owner).forEach(worker -> worker.awaitReady(REFRESHED_WITHIN));
    }

    private long requests() {
        return landscape.partner.ledger().tokenRequests();
    }
}
