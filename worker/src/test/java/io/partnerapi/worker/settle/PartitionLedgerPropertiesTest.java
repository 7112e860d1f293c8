package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.settle.PartitionLedger.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PartitionLedgerPropertiesTest {

    /**
     * Runs random owners one after the other over a log with gaps. Each commits at random and dies; the next begins at
     * what was committed. The model is a plain map of what was committed for each offset.
     */
    @Property
    void whatIsCommittedIsNeverRunAgainAndNothingIsSkipped(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int owners) {
        Random random = new Random(seed);
        TreeMap<Long, Standing> log = new TreeMap<>();
        for (long offset = random.nextInt(100), i = 0; i < 60; i++, offset += 1 + random.nextInt(3)) {
            log.put(offset, Standing.FRESH);
        }
        long committed = log.firstKey();
        String metadata = "";
        for (int owner = 0; owner < owners; owner++) {
            PartitionLedger ledger = new PartitionLedger(
                    committed, LedgerMetadata.parse(metadata).known());
            Map<Long, Standing> now = new HashMap<>();
            for (long offset : log.tailMap(committed).keySet()) {
                Standing standing = ledger.take(offset);
                assertThat(standing).as("offset %d", offset).isEqualTo(log.get(offset));
                now.put(offset, standing);
                step(random, ledger, now);
                if (random.nextInt(4) == 0) {
                    committed = ledger.committable();
                    metadata = ledger.metadata().text();
                    log.putAll(now);
                }
                if (random.nextInt(40) == 0) {
                    break;
                }
            }
            assertThat(log.headMap(committed).values()).allMatch(Standing.SETTLED::equals);
        }
    }

    private static void step(Random random, PartitionLedger ledger, Map<Long, Standing> now) {
        for (Map.Entry<Long, Standing> entry : now.entrySet()) {
            if (entry.getValue() != Standing.SETTLED && random.nextInt(5) == 0) {
                if (random.nextBoolean()) {
                    ledger.start(entry.getKey());
                    entry.setValue(Standing.STARTED);
                } else {
                    ledger.settle(entry.getKey());
                    entry.setValue(Standing.SETTLED);
                }
            }
        }
    }
}
