package io.partnerapi.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.Target;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.breaker.PartnerBreaker;
import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.breaker.Probe;
import io.partnerapi.worker.budget.UnlimitedBudget;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.decode.ReplyAddresses;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.outcome.DeadLetterWriter;
import io.partnerapi.worker.outcome.OutcomePolicy;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.outcome.ResultWriter;
import io.partnerapi.worker.settle.Address;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.LedgerMetadata;
import io.partnerapi.worker.settle.PartitionLedger;
import io.partnerapi.worker.settle.Settler;
import io.partnerapi.worker.token.AccessToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandPipelineTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String READ = "{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"}";
    private static final String ISSUE = "{\"id\":\"1\",\"method\":\"POST\",\"path\":\"/cards/ch-1\",\"body\":{}}";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void commitTransaction() {
                    super.commitTransaction();
                    nanos.addAndGet(committing.toNanos());
                }
            };
    private final Settler settler =
            new Settler(() -> producer, asked -> Map.of(), () -> {}, new Condition("settling", Clock.systemUTC()));
    private final AssignedPartition partition = new AssignedPartition(
            new TopicPartition("commands", 0), null, new PartitionLedger(0, LedgerMetadata.none()));
    private final List<AccessToken> refused = new ArrayList<>();
    private CallResult answer = new Answered(200, Map.of(), new byte[0]);
    private int written;
    private boolean connected = true;
    private Runnable onConnected = () -> {};
    private Duration committing = Duration.ZERO;

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private Clock breakerClock = clock;
    private final PartnerBreaker breaker = new PartnerBreaker(
            Target.API,
            new Clock() {
                @Override
                public Instant instant() {
                    return breakerClock.instant();
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            },
            new Condition("partner", clock),
            told -> {});
    private final CommandPipeline pipeline = new CommandPipeline(
            new Admission(
                    vertx,
                    new PartnerBreakers(breaker, breaker),
                    () -> Future.succeededFuture(new AccessToken(1, "t")),
                    new UnlimitedBudget(),
                    clock),
            (command, token, gate) -> {
                if (!connected) {
                    return Future.succeededFuture(new NotSent("connection refused"));
                }
                onConnected.run();
                return gate.get().map(open -> {
                    written += open ? 1 : 0;
                    return open ? answer : new Withheld();
                });
            },
            new OutcomePolicy(2, attempt -> Duration.ofSeconds(attempt)),
            new Settlement(
                    vertx,
                    settler,
                    new ResultWriter("w", Recipients.none(), clock),
                    new DeadLetterWriter("dead", "w", clock)),
            new Feedback(refused::add, () -> {}),
            clock,
            nanos::get);

    @BeforeEach
    void start() {
        settler.member(new MockConsumer<byte[], byte[]>("earliest").groupMetadata());
        settler.start((thread, bug) -> bug.printStackTrace());
        partition.take(0);
    }

    @AfterEach
    void stop() throws Exception {
        settler.close(Duration.ofSeconds(5));
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerBecomesTheOneResult() throws Exception {
        // When
        Progress progress = pass(READ, false);

        // Then
        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(result().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(partition.outstanding()).isZero();
    }

    @Test
    void anUnsafeCommandIsRecordedAsStartedBeforeItIsCalled() throws Exception {
        // When
        pass(ISSUE, false);

        // Then
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(2);
        assertThat(producer.consumerGroupOffsetsHistory()
                        .get(0)
                        .values()
                        .iterator()
                        .next()
                        .values())
                .singleElement()
                .satisfies(commit -> assertThat(commit.metadata()).isEqualTo("pw1..AQ.a3dc7fab"));
        assertThat(written).isEqualTo(1);
    }

    @Test
    void anUnsafeCommandWithoutAnAnswerEndsUnknown() throws Exception {
        // Given
        answer = new NoAnswer("reset");

        // When
        pass(ISSUE, false);

        // Then
        assertThat(result().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anUnsafeCommandThatWasNotSentIsTakenBackAndTriedLater() throws Exception {
        // Given
        answer = new NotSent("refused");

        // When
        Progress progress = pass(ISSUE, false);

        // Then
        assertThat(progress).isEqualTo(Progress.again(Duration.ofSeconds(1)));
        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(2);
        assertThat(lastMetadata()).isEmpty();
    }

    @Test
    void withoutAConnectionNothingIsRecorded() throws Exception {
        // Given
        connected = false;

        // When
        Progress progress = pass(ISSUE, false);

        // Then
        assertThat(progress).isEqualTo(Progress.again(Duration.ofSeconds(1)));
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void aCallWhoseStartTookTooLongToRecordIsWithheldAndTakenBack() throws Exception {
        // Given
        committing = CommandPipeline.START_LIMIT;

        // When
        Progress progress = pass(ISSUE, false);

        // Then
        assertThat(written).isZero();
        assertThat(progress.again()).isNotNull();
        assertThat(lastMetadata()).isEmpty();
    }

    @Test
    void aCallWhosePartitionIsLostBeforeItsStartIsRecordedIsWithheld() throws Exception {
        // Given
        onConnected = partition::close;

        // When
        pass(ISSUE, false);

        // Then
        assertThat(written).isZero();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void anUnsafeCommandThatMayHaveBeenStartedBeforeIsNotCalled() throws Exception {
        // When
        pass(ISSUE, true);

        // Then
        assertThat(result().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(written).isZero();
    }

    @Test
    void aSafeCommandThatMayHaveBeenStartedBeforeIsCalled() throws Exception {
        // When
        pass(READ, true);

        // Then
        assertThat(result().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(written).isEqualTo(1);
    }

    @Test
    void aCommandAtFaultIsRefusedThoughItMayHaveBeenStartedBefore() throws Exception {
        // When
        pass("{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\",\"typo\":1}", true);

        // Then
        assertThat(result().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(written).isZero();
    }

    @Test
    void bytesWithoutACommandAreADeadLetterThoughTheyMayHaveBeenStartedBefore() throws Exception {
        // When
        pass("not a command", true);

        // Then
        assertThat(producer.history()).singleElement().satisfies(letter -> assertThat(letter.topic())
                .isEqualTo("dead"));
        assertThat(written).isZero();
    }

    @Test
    void aTokenThatIsNotAcceptedIsReportedAlsoByACallThatIsNotRepeated() throws Exception {
        // Given
        answer = new Answered(401, Map.of(), new byte[0]);

        // When
        pass(ISSUE, false);

        // Then
        assertThat(result().status()).isEqualTo(401);
        assertThat(refused).hasSize(1);
    }

    @Test
    void aCommandWhoseTargetIsDownWaitsWithoutACall() throws Exception {
        // Given
        breakOpen();

        // When
        Progress progress = pass(READ, false);

        // Then
        assertThat(progress.again()).isGreaterThan(Duration.ofSeconds(1));
        assertThat(written).isZero();
    }

    @Test
    void aCommandWhoseTargetIsDownIsToldOfItsDeadlineInTime() throws Exception {
        // Given
        breakOpen();

        // When
        Progress progress = pass(READ.replace("}", ",\"deadline\":\"2026-03-01T12:00:00.300Z\"}"), false);

        // Then
        assertThat(progress).isEqualTo(Progress.again(Duration.ofMillis(300)));
    }

    @Test
    void aPartnerThatIsStillDownCostsNoAttempt() throws Exception {
        // Given
        answer = new NoAnswer("reset");
        Execution command = command(READ, false);
        pass(command);
        breakOpen();
        breakerClock = Clock.offset(clock, Duration.ofMinutes(1));

        // When
        Progress asProbe = pass(command);
        breakerClock = Clock.offset(clock, Duration.ofMinutes(2));
        answer = new Answered(200, Map.of(), new byte[0]);
        Progress whenItIsBack = pass(command);

        // Then
        assertThat(asProbe.again()).isNotNull();
        assertThat(whenItIsBack).isEqualTo(Progress.DONE);
        assertThat(result().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void aCommandOfAPartitionThatIsHandedOverIsLeftToTheNextOwner() throws Exception {
        // Given
        partition.drain();

        // When
        Progress progress = pass(READ, false);

        // Then
        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(written).isZero();
        assertThat(producer.history()).isEmpty();
    }

    private Progress pass(String value, boolean startedBefore) throws Exception {
        return pass(command(value, startedBefore));
    }

    private Progress pass(Execution command) throws Exception {
        return Future.<Progress>future(promise ->
                        vertx.runOnContext(loop -> pipeline.pass(command).onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private Execution command(String value, boolean startedBefore) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("commands", 0, 0, "k".getBytes(UTF_8), value.getBytes(UTF_8));
        CommandReader reader = new CommandReader(
                new CommandCodec(),
                OperationCatalogue.standard(),
                new ReplyAddresses(new Address("results", null), Map.of()),
                organization -> false);
        return new Execution(new Taken(record, partition, startedBefore, 0, NOW), reader.read(record));
    }

    private void breakOpen() {
        while (!breaker.open()) {
            breaker.enter(Probe.BEST)
                    .fold(
                            pass -> {
                                pass.tell(new NotSent("connection refused"));
                                return pass;
                            },
                            shut -> shut);
        }
    }

    private String lastMetadata() {
        List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> commits = producer.consumerGroupOffsetsHistory();
        return commits.get(commits.size() - 1)
                .values()
                .iterator()
                .next()
                .get(partition.id())
                .metadata();
    }

    private Result result() {
        assertThat(producer.history()).hasSize(1);
        return new ResultCodec().decode(producer.history().get(0).value()).fold(result -> result, problem -> {
            throw new AssertionError(problem.toString());
        });
    }
}
