package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partnerapi.worker.ledger.Anchor;
import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LedgerText;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger;
import io.partnerapi.worker.ops.Condition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlerTest {
    private static final ConsumerGroupMetadata MEMBER = new MockConsumer<byte[], byte[]>("earliest").groupMetadata();
    /** By the settler's clock its waits of some seconds pass so many times as fast. */
    private static final int HURRY = 4;

    private static final TopicPartition P0 = new TopicPartition("commands", 0);
    private static final LogId LOG = LogId.of("cluster", P0, new Uuid(7, 7));

    private final MockProducer<byte[], byte[]> producer = new StrictProducer();
    private final Deque<Producer<byte[], byte[]>> producers = new ArrayDeque<>(List.of(producer));
    private final CompletableFuture<Throwable> bug = new CompletableFuture<>();
    private final Condition condition = new Condition("settling", Clock.systemUTC());
    private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();
    private final TroublesByHand troubles = new TroublesByHand();
    private final Settler settler = new Settler(
            producers::remove,
            asked -> Map.copyOf(committed),
            "results",
            troubles,
            condition,
            new TransactionMeters(new SimpleMeterRegistry()),
            () -> HURRY * System.nanoTime());
    private final AssignedPartition partition =
            new AssignedPartition(P0, LOG, null, true, new PartitionLedger(0, LedgerMetadata.none()));

    @BeforeEach
    void start() {
        settler.member(MEMBER);
        for (long offset = 0; offset < 3; offset++) {
            partition.take(offset, Optional.empty());
        }
        settler.start((thread, thrown) -> bug.complete(thrown));
    }

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(settler.close(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aResultAndItsOffsetAreOneTransaction() throws Exception {
        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(values()).containsExactly("a");
        assertThat(lastCommit().offset()).isEqualTo(1);
        assertThat(condition.state().up()).isTrue();
    }

    @Test
    void aStartIsCommittedWithoutMovingTheOffset() throws Exception {
        // When
        Settled settled = get(settler.begin(partition, 1));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(lastCommit().offset()).isZero();
        assertThat(lastCommit().metadata()).contains(".0..0..Ag.");
    }

    @Test
    void theOffsetFollowsWhatWasReadBehindTheLastRecord() throws Exception {
        // Given
        for (long offset = 0; offset < 3; offset++) {
            get(settler.settle(partition, offset, output("a")));
        }
        partition.reach(7, Optional.empty());
        boolean before = partition.lagsBehind();

        // When
        Settled settled = get(settler.advance(partition));

        // Then
        assertThat(before).isTrue();
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(lastCommit().offset()).isEqualTo(7);
        assertThat(partition.lagsBehind()).isFalse();
    }

    @Test
    void nothingIsPublishedForAPartitionThatIsNoLongerOurs() throws Exception {
        // Given
        partition.close();

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.LOST);
        assertThat(values()).isEmpty();
    }

    @Test
    void isWellAgainOnceWhatWasInTroubleIsNoLongerOurs() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = new StrictProducer();
        producers.add(second);
        producer.sendOffsetsToTransactionException = new TimeoutException("did not reach the coordinator");
        second.commitTransactionException = new KafkaException("not now");
        CompletableFuture<Settled> settled = settler.settle(partition, 0, output("a"));
        await().until(() -> condition.state().reason().contains("not now"));

        // When
        partition.close();

        // Then
        assertThat(get(settled)).isEqualTo(Settled.LOST);
        await().untilAsserted(() -> assertThat(condition.state().up()).isTrue());
    }

    @Test
    void aBugEndsTheThreadBeforeAnythingIsPublishedWithoutItsLedger() throws Exception {
        // When
        settler.settle(partition, 7, output("never taken"));

        // Then
        assertThat(bug.get(1, TimeUnit.MINUTES)).hasMessageStartingWith("offset 7 is not taken");
        assertThat(values()).isEmpty();
    }

    @Test
    void anAbortedTransactionIsTriedAgainWhole() throws Exception {
        // Given
        producer.commitTransactionException = new KafkaException("not now");

        // When
        CompletableFuture<Settled> settled = settler.settle(partition, 0, output("a"));
        await().until(() -> condition.state().reason().contains("not now"));
        producer.commitTransactionException = null;

        // Then
        assertThat(get(settled)).isEqualTo(Settled.COMMITTED);
        assertThat(values()).containsExactly("a");
        assertThat(partition.closed()).isFalse();
    }

    @Test
    void aCommitInDoubtThatHappenedIsNotRepeated() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = failingInDoubt();
        committed.put(P0, new OffsetAndMetadata(1, Optional.of(7), empty(1)));

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(second.history()).isEmpty();
        assertThat(partition.closed()).isFalse();
    }

    @Test
    void aStartInDoubtIsCommittedUnderOurOwnGenerationBeforeItCounts() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = failingInDoubt();
        PartitionLedger another = new PartitionLedger(0, LedgerMetadata.none());
        another.take(0);
        another.start(0);
        committed.put(
                P0,
                new OffsetAndMetadata(0, LedgerText.of(another.metadata(), new Anchor(LOG, 0, OptionalInt.empty()))));
        second.sendOffsetsToTransactionException = new CommitFailedException();

        // When
        CompletableFuture<Settled> started = settler.begin(partition, 0);
        await().untilAsserted(() -> assertThat(condition.state().reason()).contains("CommitFailedException"));
        boolean opened = started.isDone();
        partition.close();

        // Then
        assertThat(opened).isFalse();
        assertThat(get(started)).isEqualTo(Settled.LOST);
    }

    @Test
    void aSecondCommitInDoubtIsToldFromTheFirst() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = failingInDoubt();
        committed.put(P0, new OffsetAndMetadata(1, empty(1)));
        assertThat(get(settler.settle(partition, 0, output("a")))).isEqualTo(Settled.COMMITTED);
        MockProducer<byte[], byte[]> third = new StrictProducer();
        producers.add(third);
        second.commitTransactionException = new ProducerFencedException("another one");
        second.abortTransactionException = new ProducerFencedException("another one");

        // When
        Settled settled = get(settler.settle(partition, 1, output("b")));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(third.history()).hasSize(1);
        assertThat(partition.closed()).isFalse();
    }

    @Test
    void aCommitInDoubtThatDidNotHappenIsRepeatedByTheNextProducer() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = failingInDoubt();

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(second.history()).hasSize(1);
        assertThat(partition.closed()).isFalse();
    }

    @Test
    void aPartitionThatAnotherHasCommittedForIsLostAndReadAnew() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = failingInDoubt();
        committed.put(P0, new OffsetAndMetadata(2, empty(2)));

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.LOST);
        assertThat(partition.closed()).isTrue();
        assertThat(second.history()).isEmpty();
    }

    @Test
    void whatWasNotCommittedIsPublishedByTheNextProducer() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = new StrictProducer();
        producers.add(second);
        producer.sendOffsetsToTransactionException = new ProducerFencedException("another one");
        producer.abortTransactionException = new ProducerFencedException("another one");

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(second.history()).hasSize(1);
        assertThat(partition.closed()).isFalse();
    }

    @Test
    void aResultTooLargeForItsTopicIsReplacedByOneThatSaysSo() throws Exception {
        // Given
        ProducerRecord<byte[], byte[]> large = record("large");
        ProducerRecord<byte[], byte[]> small = record("small");

        // When
        Settled settled =
                get(settler.settle(partition, 0, new Output(large, why -> new Output(small, null, null), null)));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(values()).containsExactly("small");
    }

    /** The metadata of a commit beyond which nothing is known. */
    private static String empty(long offset) {
        return LedgerText.of(LedgerMetadata.none(), new Anchor(LOG, offset, OptionalInt.empty()));
    }

    @Test
    void anAbortThatIsNotAnsweredIsLeftToTheNextProducer() throws Exception {
        // Given
        MockProducer<byte[], byte[]> second = new StrictProducer();
        producers.add(second);
        producer.sendOffsetsToTransactionException = new KafkaException("not now");
        producer.abortTransactionException = new TimeoutException("no answer");

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(second.history()).hasSize(1);
    }

    @Test
    void aCommitThatIsNeverConfirmedIsEndedByTheNextProducerAndLookedUp() throws Exception {
        // Given
        StrictProducer first = (StrictProducer) producer;
        first.commitsUnanswered = Settler.COMMIT_ASKED;
        producers.add(new StrictProducer());
        committed.put(P0, new OffsetAndMetadata(1, empty(1)));

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(first.commitsUnanswered).isZero();
        assertThat(values()).isEmpty();
        assertThat(partition.checkpoint(List.of()).offset()).isEqualTo(1);
    }

    @Test
    void aReplyTopicThatTakesNothingCostsNobodyElseAnything() throws Exception {
        // Given
        Output reply = new Output(
                new ProducerRecord<>("silent", "reply".getBytes()),
                null,
                why -> output(why.code() + " " + why.detail()));

        // When
        CompletableFuture<Settled> replied = settler.settle(partition, 0, reply);
        Settled other = get(settler.settle(partition, 1, output("other")));
        boolean waited = !replied.isDone();
        Settled settled = get(replied);

        // Then
        assertThat(other).isEqualTo(Settled.COMMITTED);
        assertThat(waited).isTrue();
        assertThat(settled).isEqualTo(Settled.COMMITTED);
        assertThat(values().get(0)).isEqualTo("other");
        assertThat(values().get(1))
                .startsWith("REPLY_TOPIC_UNAVAILABLE Topic silent does not take the result of commands-0@0");
    }

    @Test
    void aDeadLetterThatWaitsIsToldThoughNothingElseIsSettled() throws Exception {
        // Given
        troubles.troubles.put("dead", "does not exist");

        // When
        settler.settle(partition, 0, new Output(new ProducerRecord<>("dead", new byte[0]), null, null));

        // Then
        await().untilAsserted(() ->
                assertThat(condition.state().reason()).contains("topic dead does not take records: does not exist"));
        partition.drain();
    }

    @Test
    void aRecordThatNoErrorNamesIsFoundAndOthersGoOut() throws Exception {
        // Given
        Output poison = new Output(record("poison"), why -> output(why.code()), null);

        // When
        CompletableFuture<Settled> culprit = settler.settle(partition, 0, poison);
        await().until(() -> condition.state().reason().contains("something is wrong"));
        CompletableFuture<Settled> one = settler.settle(partition, 1, output("one"));
        CompletableFuture<Settled> two = settler.settle(partition, 2, output("two"));

        // Then
        assertThat(get(one)).isEqualTo(Settled.COMMITTED);
        assertThat(get(two)).isEqualTo(Settled.COMMITTED);
        assertThat(get(culprit)).isEqualTo(Settled.COMMITTED);
        assertThat(values()).containsExactlyInAnyOrder("one", "two", "RESULT_NOT_ACCEPTED");
        assertThat(lastCommit().offset()).isEqualTo(3);
    }

    @Test
    void nothingIsCommittedForAPartitionWhoseTopicIsGone() throws Exception {
        // Given
        troubles.lost.put(P0.topic(), System.nanoTime());

        // When
        Settled settled = get(settler.settle(partition, 0, output("a")));

        // Then
        assertThat(settled).isEqualTo(Settled.LOST);
        assertThat(values()).isEmpty();
        assertThat(partition.closed()).isTrue();
    }

    /** Lets the first producer fail after its commit was asked for; answers the second. */
    private MockProducer<byte[], byte[]> failingInDoubt() {
        MockProducer<byte[], byte[]> second = new StrictProducer();
        producers.add(second);
        producer.commitTransactionException = new ProducerFencedException("another one");
        producer.abortTransactionException = new ProducerFencedException("another one");
        return second;
    }

    private List<String> values() {
        return producer.history().stream()
                .map(record -> new String(record.value()))
                .toList();
    }

    private OffsetAndMetadata lastCommit() {
        List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> commits = producer.consumerGroupOffsetsHistory();
        return commits.get(commits.size() - 1).get(MEMBER.groupId()).get(P0);
    }

    private static Settled get(CompletableFuture<Settled> settled) throws Exception {
        return settled.get(1, TimeUnit.MINUTES);
    }

    private static Output output(String value) {
        ProducerRecord<byte[], byte[]> record = record(value);
        return new Output(record, null, null);
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>("results", value.getBytes());
    }
}
