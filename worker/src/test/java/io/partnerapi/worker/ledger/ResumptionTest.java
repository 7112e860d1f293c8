package io.partnerapi.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ledger.Resumption.Cause;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumptionTest {
    private static final TopicPartition P0 = new TopicPartition("commands", 0);
    private static final Uuid NOW = new Uuid(2, 2);
    private static final LogId HERE = LogId.of("cluster", P0, NOW);

    /** The log goes from 5 to 30; every ledger was written at 12, with 13 settled, and 14 started. */
    @ParameterizedTest(name = "{0} at {1}, remembered {2}")
    @CsvSource({
        // commit, at, remembered | resumes at, doubtful until, ledger believed, why
        "none,            ,   ,    5,  5, no,  NEW",
        "none,            , 20,   20, 30, no,  FORGOTTEN",
        "none,            , 30,   30, 30, no,  FORGOTTEN",
        "none,            ,  2,    5, 30, no,  FORGOTTEN",
        "none,            , 40,   40, 40, no,  FORGOTTEN",
        "here,          12,   ,   12, 12, yes, CONTINUED",
        "here,          12, 12,   12, 12, yes, CONTINUED",
        "here,          12,  9,   12, 12, yes, CONTINUED",
        "here,          12, 20,   20, 30, no,  REWOUND",
        "here,           8,   ,    8, 30, no,  MOVED",
        "here,           8, 12,   12, 30, no,  MOVED",
        "here,          20, 12,   20, 30, no,  MOVED",
        "former topic,  12,   ,    5, 15, no,  TAKEN_FOR_FORMER",
        "former topic,  27,   ,    5, 30, no,  TAKEN_FOR_FORMER",
        "former topic,  28,   ,    5,  5, no,  MADE_ANEW",
        "former topic,  12, 20,   20, 30, no,  FORGOTTEN",
        "other cluster, 12,   ,   12, 30, no,  ELSEWHERE",
        "other cluster, 15, 20,   20, 30, no,  ELSEWHERE",
        "other topic,   12,   ,   12, 30, no,  ELSEWHERE",
        "other partition, 12, ,   12, 30, no,  ELSEWHERE",
        "damaged,       12,   ,   12, 30, no,  DAMAGED",
        "damaged,       12, 20,   20, 30, no,  DAMAGED",
        "older worker,  12,   ,   12, 12, yes, CONTINUED",
        "set by hand,    7, 20,    7,  7, no,  SET",
        "nothing,        7, 20,    7,  7, no,  CONTINUED",
    })
    void whereItResumesAndWhatIsInDoubt(
            String commit, Long at, Long remembered, long position, long until, String believed, Cause cause) {
        // Given
        OffsetAndMetadata committed = at == null ? null : new OffsetAndMetadata(at, metadata(commit));
        OptionalLong settledUntil = remembered == null ? OptionalLong.empty() : OptionalLong.of(remembered);

        // When
        Resumption resumption = Resumption.of(committed, HERE, settledUntil, bounds());

        // Then
        assertThat(resumption.position()).isEqualTo(position);
        assertThat(resumption.doubtfulUntil()).isEqualTo(until);
        assertThat(resumption.known().settled().get(1)).isEqualTo(believed.equals("yes"));
        assertThat(resumption.known().started().get(2)).isEqualTo(believed.equals("yes"));
        assertThat(resumption.cause()).isEqualTo(cause);
    }

    private static String metadata(String commit) {
        return switch (commit) {
            case "here" -> text(HERE);
            case "former topic" -> text(LogId.of("cluster", P0, new Uuid(1, 1)));
            case "other cluster" -> text(LogId.of("another", P0, new Uuid(1, 1)));
            case "other topic" -> text(LogId.of("cluster", new TopicPartition("others", 0), new Uuid(1, 1)));
            case "other partition" -> text(LogId.of("cluster", new TopicPartition("commands", 1), NOW));
            case "damaged" -> text(HERE).replace(".12.", ".13.");
            case "older worker" -> "pw1.Ag.BA.d0b92696";
            case "set by hand" -> "by hand";
            default -> "";
        };
    }

    private static String text(LogId log) {
        BitSet settled = new BitSet();
        settled.set(1);
        BitSet started = new BitSet();
        started.set(2);
        return LedgerText.of(new LedgerMetadata(settled, started, 0), new Anchor(log, 12, OptionalInt.of(4)));
    }

    private static Resumption.Bounds bounds() {
        return new Resumption.Bounds() {
            @Override
            public long beginning() {
                return 5;
            }

            @Override
            public long end() {
                return 30;
            }
        };
    }
}
