package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final TroublesByHand troubles = new TroublesByHand();
    private final Destinations destinations = new Destinations("results", troubles);
    private final Batch batch = new Batch(destinations);
    private final TopicPartition id = new TopicPartition("commands", 0);
    private final AssignedPartition partition = new AssignedPartition(
            id, LogId.of("cluster", id, new Uuid(7, 7)), null, true, new PartitionLedger(0, LedgerMetadata.none()));

    @ParameterizedTest
    @CsvSource({"2,1,8", "4,2,8", "1000,0,40", "1000,999,40", "1000,500,40", "37,12,40"})
    void whatIsWellGoesOutAndWhatIsAtFaultIsFound(int size, int culprit, int mostTries) {
        // Given
        List<Entry> entries = entries(size);
        batch.add(entries);

        Entry atFault = entries.get(culprit);
        Entry instead = entry(size, null);

        // When
        List<Entry> out = new ArrayList<>();
        int tries = 0;
        while (!batch.isEmpty() && tries <= mostTries) {
            tries++;
            List<Entry> group = batch.next(0);
            if (group.contains(atFault)) {
                batch.narrow(0).ifPresent(found -> batch.replace(found, instead));
            } else {
                out.addAll(group);
                batch.committed();
            }
        }

        // Then
        List<Entry> expected = new ArrayList<>(entries);
        expected.set(culprit, instead);
        assertThat(out).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(tries).isLessThanOrEqualTo(mostTries);
    }

    /** Thousands may come back at once when their topic does. */
    @Test
    void noTransactionTakesMoreThanItsMost() {
        // Given
        batch.add(entries(2_500));

        // When
        List<Integer> sizes = new ArrayList<>();
        while (!batch.isEmpty()) {
            sizes.add(batch.next(0).size());
            batch.committed();
        }

        // Then
        assertThat(sizes).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void nobodyIsAtFaultWhileNothingAtAllIsTaken() {
        // Given
        batch.add(entries(4));

        // When
        List<Optional<Entry>> found = new ArrayList<>();
        for (long now = 0; now <= 11 * SECOND; now += SECOND) {
            batch.next(now);
            found.add(batch.narrow(now));
        }

        // Then
        assertThat(found).containsOnly(Optional.empty());
        assertThat(batch.next(11 * SECOND)).hasSize(4);
    }

    @Test
    void aReplyWaitsAWhileForItsTopicAndThenGoesElsewhereWhileOthersGoOn() {
        // Given
        troubles.troubles.put("replies", "has no leader");
        Entry other = entry(0, null);
        Entry reply = entry(1, output("replies", why -> output("results", null)));
        batch.add(List.of(other, reply));

        // When
        List<Entry> first = batch.next(0);
        batch.committed();
        List<Entry> meanwhile = batch.next(4 * SECOND);
        List<Entry> then = batch.next(5 * SECOND);

        // Then
        assertThat(first).containsExactly(other);
        assertThat(meanwhile).isEmpty();
        assertThat(batch.heldUp()).isEmpty();
        assertThat(then)
                .singleElement()
                .satisfies(entry -> assertThat(entry.output().record().topic()).isEqualTo("results"));
    }

    @Test
    void whoComesLaterToATopicInTroubleIsNotPatientAllOverAgain() {
        // Given
        troubles.troubles.put("replies", "has no leader");
        batch.add(List.of(entry(0, output("replies", why -> output("results", null)))));
        batch.next(0);
        batch.next(5 * SECOND);
        batch.committed();

        // When
        batch.add(List.of(entry(1, output("replies", why -> output("results", null)))));
        batch.next(6 * SECOND);
        List<Entry> then = batch.next(6 * SECOND);

        // Then
        assertThat(then)
                .singleElement()
                .satisfies(entry -> assertThat(entry.output().record().topic()).isEqualTo("results"));
    }

    @Test
    void aReplyGoesToItsTopicIfThatIsBackInTime() {
        // Given
        troubles.troubles.put("replies", "has no leader");
        Entry reply = entry(1, output("replies", why -> output("results", null)));
        batch.add(List.of(reply));
        batch.next(0);

        // When
        troubles.troubles.clear();
        List<Entry> then = batch.next(SECOND);

        // Then
        assertThat(then).containsExactly(reply);
    }

    @Test
    void aTopicThatTookNothingIsTriedAgainSeldom() {
        // Given
        Entry reply = entry(1, output("replies", null));
        destinations.failed(reply.address(), "timed out", 0);
        batch.add(List.of(reply));

        // When
        List<Entry> early = batch.next(29 * SECOND);
        String heldUp = batch.heldUp().orElse("");
        List<Entry> later = batch.next(30 * SECOND);

        // Then
        assertThat(early).isEmpty();
        assertThat(heldUp).contains("replies", "timed out");
        assertThat(later).containsExactly(reply);
    }

    @Test
    void aTopicThatTookNothingIsTriedAsSoonAsItIsKnownToBeBack() {
        // Given
        Entry reply = entry(1, output("replies", why -> output("results", null)));
        destinations.failed(reply.address(), "timed out", 0);
        batch.add(List.of(reply));
        troubles.troubles.put("replies", "does not exist");
        batch.next(SECOND);

        // When
        troubles.troubles.clear();
        List<Entry> then = batch.next(2 * SECOND);

        // Then
        assertThat(then).containsExactly(reply);
    }

    @Test
    void aDeadLetterThatWaitsIsLeftToTheNextOwnerOfItsPartition() {
        // Given
        troubles.troubles.put("dead", "does not exist");
        Entry letter = entry(1, output("dead", null));
        batch.add(List.of(letter));
        batch.next(0);

        // When
        partition.drain();
        batch.next(SECOND);

        // Then
        assertThat(letter.settled()).isCompletedWithValue(Settled.LOST);
        assertThat(batch.isEmpty()).isTrue();
    }

    private List<Entry> entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> entry(i, null)).toList();
    }

    private Entry entry(long offset, @Nullable Output output) {
        return new Entry(partition, offset, Step.SETTLE, output, new CompletableFuture<>());
    }

    private static Output output(String topic, @Nullable Function<Reason, Output> elsewhere) {
        return new Output(new ProducerRecord<>(topic, new byte[0]), null, elsewhere);
    }
}
