package io.partnerapi.worker.cluster;

import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.worker.budget.BudgetLimit;
import io.partnerapi.worker.budget.EgressLedger;
import io.partnerapi.worker.budget.LedgerStep;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two clusters of one that merge, since one of them knows of the other. */
class FurthestLedgerTest {
    private static final BudgetLimit LIMIT = new BudgetLimit(900, 300_000, 5_000, 0, 5);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void keepsTheLedgerThatWentOnWhicheverSideHasIt() {
        // Given
        List<Integer> ports = FreePorts.several(2);
        try (Grid seeker = Grids.alone(ports.get(0), ports);
                Grid found = Grids.alone(ports.get(1), List.of(ports.get(1)))) {
            restore(seeker, "one", 3);
            EgressLedger one = restore(found, "one", 5);
            EgressLedger other = restore(seeker, "other", 5);
            restore(found, "other", 3);

            // When
            await().atMost(Duration.ofMinutes(2)).until(() -> seeker.members() == 2 && found.members() == 2);

            // Then
            await().until(() ->
                    Stream.of(seeker, found).allMatch(grid -> isAt(grid, "one", one) && isAt(grid, "other", other)));
        }
    }

    private static boolean isAt(Grid grid, String egress, EgressLedger last) {
        EgressLedger there = grid.map(GridMap.BUDGET).get(egress);
        return there != null && !there.isBehind(last) && !last.isBehind(there);
    }

    private EgressLedger restore(Grid grid, String egress, long numbering) {
        new GridLedger(grid, vertx, egress, LIMIT)
                .submit(new LedgerStep.Restore(LIMIT, null, 0, numbering))
                .await();
        return grid.map(GridMap.BUDGET).get(egress);
    }
}
