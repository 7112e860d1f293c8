package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LedgerText;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger.Standing;
import io.partnerapi.worker.ledger.Resumption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** What outlives every owner of one partition: the broker's log, commits and results, and the partner's effects. */
final class Durable implements Resumption.Bounds {
    static final TopicPartition P0 = new TopicPartition("commands", 0);
    static final LogId LOG = LogId.of("cluster", P0, new Uuid(7, 7));

    /** The records by offset, and whether calling each a second time is harmful. */
    final NavigableMap<Long, Boolean> unsafe = new TreeMap<>();

    private final Set<Long> started = new HashSet<>();
    private final Set<Long> answered = new HashSet<>();
    private final Map<Long, Integer> effects = new HashMap<>();
    private OffsetAndMetadata committed = new OffsetAndMetadata(0, "");
    private int generation;
    private boolean damaged;

    /** Appends a record; the offsets between it and the last one have none: markers, or compacted away. */
    void append(int gap, boolean isUnsafe) {
        unsafe.put(end() + gap, isUnsafe);
    }

    @Override
    public long beginning() {
        return 0;
    }

    /** The first offset without a record yet. */
    @Override
    public long end() {
        return unsafe.isEmpty() ? 0 : unsafe.lastKey() + 1;
    }

    /** The partition goes to another owner: commits of the one before are refused from now on. */
    int nextGeneration() {
        return ++generation;
    }

    OffsetAndMetadata committed() {
        return committed;
    }

    /** Replaces a character of the last commit's metadata, if it has any and is whole. */
    void damage(int where, char other) {
        String text = committed.metadata();
        if (text.isEmpty() || LedgerText.parse(text).trust() != LedgerText.Trust.WHOLE) {
            return;
        }
        int index = where % text.length();
        if (text.charAt(index) != other) {
            committed = new OffsetAndMetadata(
                    committed.offset(), text.substring(0, index) + other + text.substring(index + 1));
            damaged = true;
        }
    }

    /** What an owner must be told of a record: everything that was committed, and nothing that was not. */
    void checkHandedOut(long offset, Standing standing) {
        if (damaged) {
            assertThat(standing == Standing.FRESH && unsafe.get(offset) && effects.containsKey(offset))
                    .as("%d was called and is handed out as fresh", offset)
                    .isFalse();
            assertThat(standing == Standing.SETTLED && !answered.contains(offset))
                    .as("%d has no result and is skipped", offset)
                    .isFalse();
        } else {
            assertThat(standing).as("standing of %d", offset).isEqualTo(known(offset));
        }
    }

    /** The call had an effect at the partner. */
    void effect(long offset) {
        int calls = effects.merge(offset, 1, Integer::sum);
        assertThat(unsafe.get(offset) && calls > 1)
                .as("%d has a second effect", offset)
                .isFalse();
    }

    /** One transaction: the steps' results, and the offset with its ledger; refused if the owner is not the last one. */
    boolean commit(int asGeneration, Map<Long, Step> steps, OffsetAndMetadata next) {
        if (asGeneration != generation) {
            return false;
        }
        steps.forEach((offset, step) -> {
            switch (step) {
                case START -> started.add(offset);
                case WITHDRAW -> started.remove(offset);
                case SETTLE -> {
                    started.remove(offset);
                    assertThat(answered.add(offset) || damaged)
                            .as("%d has a second result", offset)
                            .isTrue();
                }
            }
        });
        assertThat(!steps.isEmpty() && AssignedPartition.same(committed, next))
                .as("a commit in doubt could not be told from none")
                .isFalse();
        assertThat(next.offset()).as("committed offset").isGreaterThanOrEqualTo(committed.offset());
        assertThat(next.metadata().length()).isLessThanOrEqualTo(LedgerText.MAX_LENGTH);
        committed = next;
        assertThat(answered)
                .as("before %d", next.offset())
                .containsAll(unsafe.headMap(next.offset()).keySet());
        return true;
    }

    /** Every record has its result, and the commit says so. */
    void checkFinished() {
        assertThat(answered).isEqualTo(unsafe.keySet());
        assertThat(LedgerText.parse(committed.metadata()).known()).isEqualTo(LedgerMetadata.none());
        assertThat(unsafe.tailMap(committed.offset())).isEmpty();
    }

    private Standing known(long offset) {
        if (answered.contains(offset)) {
            return Standing.SETTLED;
        }
        return started.contains(offset) ? Standing.STARTED : Standing.FRESH;
    }
}
