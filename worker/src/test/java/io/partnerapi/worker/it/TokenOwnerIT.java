package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration REFRESHED_WITHIN = Landscape.LIMIT;

    private static final Duration SHORT_LIFE = Duration.ofSeconds(12);

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

    /** Again and again in one cluster, at refreshes; {@code -Dtoken.rounds=40} for a long run. */
    @Test
    void ownersThatDieOrHangAtRefreshAfterRefreshCostNoMore() throws Exception {
        // Given
        landscape.partner.controls().rules(rules -> rules.withTokenLifetime(SHORT_LIFE)
                .withTokenQuota());
        toll.open();
        startWorkers(3);
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        Duration longest = Duration.ZERO;

        for (int round = 0; round < Integer.getInteger("token.rounds", 4); round++) {
            // When
            toll.shut();
            WorkerProcess owner = toll.keptOf(workers);
            long before = requests();
            boolean answered = round % 2 == 1;
            if (answered) {
                letItsRequestArrive(before);
            }
            Instant struck = Instant.now();
            boolean dies = round % 4 < 2;
            strike(owner, dies);
            toll.open();
            await().atMost(REFRESHED_WITHIN).until(() -> requests() > before + (answered ? 1 : 0));

            // Then
            longest = longest(longest, Duration.between(struck, lastRequest().at()));
            assertThat(requests()).isEqualTo(before + (answered ? 2 : 1));
            mend(owner, dies);
            workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        }
        System.out.println("Longest time until another worker asked: " + longest);
    }

    private void letItsRequestArrive(long before) {
        landscape
                .partner
                .controls()
                .inject(Fault.always(Endpoint.TOKEN, new FaultAction.SlowBody(Duration.ofSeconds(2)))
                        .times(1));
        toll.release();
        await().atMost(Landscape.LIMIT).until(() -> requests() == before + 1);
    }

    private static void strike(WorkerProcess owner, boolean dies) {
        if (dies) {
            owner.kill();
        } else {
            owner.suspend();
        }
    }

    /** What it had begun goes on when it wakes. */
    private void mend(WorkerProcess owner, boolean died) {
        if (died) {
            owner.start();
        } else {
            toll.release();
            owner.resume();
        }
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private LedgerEntry lastRequest() {
        return landscape.partner.ledger().entries().stream()
                .filter(entry -> entry.endpoint() == Endpoint.TOKEN)
                .reduce((older, newer) -> newer)
                .orElseThrow();
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

    private long requests() {
        return landscape.partner.ledger().tokenRequests();
    }
}
