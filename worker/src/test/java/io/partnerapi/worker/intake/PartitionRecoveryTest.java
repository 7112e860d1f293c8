package io.partnerapi.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger;
import io.partnerapi.worker.ledger.PartitionLedger.Standing;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.CommitByHand;
import io.partnerapi.worker.settle.Settled;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a partition that is assigned, by what the workers remember of it on the state topic. */
class PartitionRecoveryTest {
    private static final TopicPartition P0 = new TopicPartition("commands", 0);
    private static final Uuid TOPIC = new Uuid(7, 7);
    private static final String KEY = "progress|" + TOPIC + "|0";

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final Value value = new Value();
    private final AtomicLong nanoTime = new AtomicLong();
    private final Set<TopicPartition> underWay = new HashSet<>();
    private final AtomicReference<Executor> thread = new AtomicReference<>(Runnable::run);
    private OptionalLong lostAt = OptionalLong.empty();
    private final Condition condition = new Condition("state", Clock.systemUTC());

    @BeforeEach
    void aLogFromFiveToThirty() {
        consumer.assign(List.of(P0));
        consumer.updateBeginningOffsets(Map.of(P0, 5L));
        consumer.updateEndOffsets(Map.of(P0, 30L));
    }

    @Test
    void aPartitionThatWasWorkedOnResumesWhereTheWorkersWereAndTheRestIsInDoubt() {
        // Given
        Assignments assignments = assignments(() -> Map.of(KEY, remembered(20), "token|x", "sealed"));

        // When
        assign(assignments);

        // Then
        assertThat(consumer.position(P0)).isEqualTo(20);
        assertThat(assignments.get(P0).take(29, Optional.empty())).isEqualTo(Standing.STARTED);
        assertThat(assignments.get(P0).take(30, Optional.empty())).isEqualTo(Standing.FRESH);
        assertThat(assignments.covered(assignments.get(P0))).isTrue();
    }

    @Test
    void aNewPartitionBeginsOnceTheStateTopicSaysThatItIsWorkedOn() {
        // Given
        Assignments assignments = assignments(Map::of);

        // When
        assign(assignments);

        // Then
        assertThat(consumer.position(P0)).isEqualTo(5);
        assertThat(consumer.paused()).containsExactly(P0);
        assertThat(assignments.covered(assignments.get(P0))).isFalse();
        value.take();
        assertThat(assignments.covered(assignments.get(P0))).isTrue();
        assertThat(value.now()).hasValueSatisfying(text -> assertThat(text)
                .contains("\"settledUntil\":5", "\"topic\":\"commands\"", "\"group\":\"group\""));
    }

    @Test
    void aPartitionThatWaitsForTheStateTopicIsToldOf() {
        // Given
        ProgressMemory memory = memory(Map::of);
        AssignedPartition partition = new AssignedPartition(
                P0, LogId.of("cluster", P0, TOPIC), null, true, new PartitionLedger(5, LedgerMetadata.none()));

        // When
        memory.keepUp(List.of(partition));
        boolean atFirst = condition.state().up();
        nanoTime.set(Duration.ofSeconds(4).toNanos());
        memory.keepUp(List.of(partition));

        // Then
        assertThat(atFirst).isTrue();
        assertThat(condition.state().reason()).contains("the state topic does not take");
        value.take();
        memory.keepUp(List.of(partition));
        assertThat(condition.state().up()).isTrue();
    }

    @Test
    void whatWasRememberedIsTakenBackBeforeAnOffsetThatAPersonSetIsReadFrom() {
        // Given
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(8)));
        Assignments assignments = assignments(() -> Map.of(KEY, remembered(20)));

        // When
        assign(assignments);

        // Then
        assertThat(consumer.position(P0)).isEqualTo(8);
        assertThat(assignments.covered(assignments.get(P0))).isFalse();
        value.take();
        assertThat(value.now()).hasValueSatisfying(text -> assertThat(text).contains("\"settledUntil\":8"));
        assertThat(assignments.covered(assignments.get(P0))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"version\":2}", "{\"version\":1,\"settledUntil\":-1}"})
    void whatCannotBeReadSaysThatAllMayHaveRun(String damaged) {
        // Given
        Assignments assignments = assignments(() -> Map.of(KEY, damaged));

        // When
        assign(assignments);

        // Then
        assertThat(consumer.position(P0)).isEqualTo(5);
        assertThat(assignments.get(P0).take(5, Optional.empty())).isEqualTo(Standing.STARTED);
    }

    @Test
    void withoutTheStateTopicNothingIsTakenForNew() {
        // Given
        Assignments assignments = assignments(() -> {
            throw new TimeoutException("no leader");
        });

        // When
        assign(assignments);

        boolean toldAtFirst = assignments.isolated().holds(P0);
        assignments.lookAgain(in(Openings.PATIENCE));

        // Then
        assertThat(toldAtFirst).isFalse();
        assertThat(assignments.isolated().holds(P0)).isTrue();
        assertThat(assignments.all()).isEmpty();
        assertThat(consumer.paused()).containsExactly(P0);
        assertThat(assignments.isolated().faults()).singleElement().satisfies(fault -> assertThat(fault.reason())
                .contains("commands-0 is not read yet", "the state topic does not tell"));
    }

    @Test
    void withoutTheStateTopicWhatIsCommittedIsBelieved() {
        // Given
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(8, "pw1.Ag.BA.d0b92696")));
        Assignments assignments = assignments(() -> {
            throw new TimeoutException("no leader");
        });

        // When
        assign(assignments);

        // Then
        assertThat(consumer.position(P0)).isEqualTo(8);
        assertThat(assignments.get(P0).take(9, Optional.empty())).isEqualTo(Standing.SETTLED);
    }

    @Test
    void nothingIsRememberedOfAPartitionBeforeItsBeginningIsCommitted() {
        // Given
        CompletableFuture<Settled> committed = new CompletableFuture<>();
        Assignments assignments = assignments(Map::of, partition -> committed);

        // When
        assign(assignments);
        assignments.onPartitionsRevoked(List.of(P0));

        // Then
        committed.complete(Settled.LOST);
        assertThat(value.now()).isEmpty();
    }

    @Test
    void brokersThatDoNotAnswerAreNotWaitedForAndToldOf() {
        // Given
        List<Runnable> questions = new ArrayList<>();
        thread.set(questions::add);
        Assignments assignments = assignments(Map::of);

        // When
        assign(assignments);
        assignments.lookAgain(in(Openings.PATIENCE));
        assignments.lookAgain(in(Openings.PATIENCE.multipliedBy(3)));

        // Then
        assertThat(questions).hasSize(1);
        assertThat(assignments.isolated().faults()).singleElement().satisfies(fault -> assertThat(fault.reason())
                .contains("commands-0 is not read yet", "the brokers have not told"));
        questions.get(0).run();
        assignments.lookAgain(in(Openings.PATIENCE.multipliedBy(3)));
        assertThat(assignments.isOpen(P0)).isTrue();
        assertThat(consumer.position(P0)).isEqualTo(5);
    }

    @Test
    void theCommitOfAWorkerThatDiedIsWaitedFor() {
        // Given
        underWay.add(P0);
        Assignments assignments = assignments(Map::of);

        // When
        assign(assignments);
        assignments.lookAgain(in(Openings.PATIENCE.plusSeconds(1)));
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(8, "pw1.Ag.BA.d0b92696")));
        underWay.clear();
        assignments.lookAgain(in(Openings.PATIENCE.plusSeconds(2)));
        assignments.lookAgain(in(Openings.PATIENCE.plusSeconds(2)));

        // Then
        assertThat(assignments.isolated().ids()).isEmpty();
        assertThat(consumer.position(P0)).isEqualTo(8);
    }

    @Test
    void onlyThePartitionThatCanSettleNothingMoreIsReadAnew() {
        // Given
        TopicPartition other = new TopicPartition("commands", 1);
        consumer.assign(List.of(P0, other));
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(8), other, new OffsetAndMetadata(9)));
        Assignments assignments = assignments(Map::of);
        assignments.onPartitionsAssigned(List.of(P0, other));
        assignments.lookAgain(System.nanoTime());
        AssignedPartition before = assignments.get(P0);
        AssignedPartition whole = assignments.get(other);

        // When
        before.close();
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(12)));
        assignments.lookAgain(System.nanoTime());

        // Then
        assertThat(assignments.get(P0)).isNotSameAs(before);
        assertThat(consumer.position(P0)).isEqualTo(12);
        assertThat(assignments.get(other)).isSameAs(whole);
    }

    @Test
    void aTopicThatWasMadeAnewIsReadAnew() {
        // Given
        Assignments assignments = assignments(Map::of);
        assign(assignments);
        AssignedPartition before = assignments.get(P0);

        // When
        lostAt = OptionalLong.of(System.nanoTime());
        assignments.lookAgain(System.nanoTime());

        // Then
        assertThat(before.closed()).isTrue();
        assertThat(assignments.get(P0)).isNotSameAs(before);
    }

    /** It would be older than what is committed meanwhile. */
    @Test
    void nothingIsAskedOfAPartitionWhileItCommits() {
        // Given
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(8)));
        Assignments assignments = assignments(Map::of);
        assign(assignments);
        AssignedPartition before = assignments.get(P0);
        before.take(8, Optional.empty());
        assignments.isolated().add(P0, PartitionFault.notOpened(P0, "for a test"), System.nanoTime());
        Queue<Runnable> questions = new ArrayDeque<>();
        thread.set(questions::add);

        // When
        assignments.lookAgain(in(Duration.ofSeconds(6)));

        // Then
        assertThat(questions).isEmpty();
        assertThat(assignments.get(P0)).isSameAs(before);
        assertThat(assignments.isolated().holds(P0)).as("on trial").isFalse();
    }

    @Test
    void theCommitOfAWorkerThatDiedIsWaitedForAlsoWhileItIsAskedForAgain() {
        // Given
        Queue<Runnable> questions = new ArrayDeque<>();
        thread.set(questions::add);
        underWay.add(P0);
        Assignments assignments = assignments(Map::of);
        assignments.onPartitionsAssigned(List.of(P0));
        questions.remove().run();

        // When
        assignments.lookAgain(in(Openings.PATIENCE.plusSeconds(1)));

        // Then
        assertThat(questions).hasSize(1);
        assertThat(assignments.isolated().ids()).isEmpty();
    }

    @Test
    void aTopicThatWasMadeAnewWhileItWasAskedForIsReadAnew() {
        // Given
        Queue<Runnable> questions = new ArrayDeque<>();
        thread.set(questions::add);
        Assignments assignments = assignments(Map::of);
        assignments.onPartitionsAssigned(List.of(P0));
        questions.remove().run();

        // When
        lostAt = OptionalLong.of(System.nanoTime());
        assignments.lookAgain(System.nanoTime());
        assignments.lookAgain(System.nanoTime());

        // Then
        assertThat(questions).hasSize(1);
    }

    private Assignments assignments(Supplier<Map<String, String>> held) {
        return assignments(held, CommitByHand::of);
    }

    private Assignments assignments(
            Supplier<Map<String, String>> held, Function<AssignedPartition, CompletableFuture<Settled>> advance) {
        return new Assignments(
                consumer,
                member -> {},
                advance,
                new Recovery(memory(held), new LogsByHand(consumer, TOPIC, underWay), task -> thread.get()
                        .execute(task)),
                topic -> lostAt,
                Duration.ZERO);
    }

    private static void assign(Assignments assignments) {
        assignments.onPartitionsAssigned(List.of(P0));
        assignments.lookAgain(System.nanoTime());
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private ProgressMemory memory(Supplier<Map<String, String>> held) {
        return new ProgressMemory(held, key -> value, "group", condition, Clock.systemUTC(), nanoTime::get);
    }

    private static String remembered(long offset) {
        return "{\"version\":1,\"settledUntil\":" + offset + "}";
    }
}
