package io.partnerapi.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.Target;
import io.partnerapi.worker.HandClock;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.breaker.PartnerBreaker;
import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.budget.PermitsByHand;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.decode.ReplyAddresses;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.outcome.DeadLetterWriter;
import io.partnerapi.worker.outcome.EchoedHeaders;
import io.partnerapi.worker.outcome.OutcomePolicy;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.outcome.ResultWriter;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.Settler;
import io.partnerapi.worker.settle.TransactionMeters;
import io.partnerapi.worker.settle.TroublesByHand;
import io.partnerapi.worker.token.AccessToken;
import io.partnerapi.worker.token.TokenByHand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A pipeline for one command, with a partner, a producer and clocks that a test sets by hand. */
final class PipelineFixture {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    final AtomicLong nanos = new AtomicLong();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void commitTransaction() {
                    super.commitTransaction();
                    nanos.addAndGet(committing.toNanos());
                }
            };
    final Settler settler = new Settler(
            () -> producer,
            asked -> Map.of(),
            "results",
            TroublesByHand.NONE,
            new Condition("settling", Clock.systemUTC()),
            new TransactionMeters(meters),
            System::nanoTime);
    final AssignedPartition partition = new AssignedPartition(
            new TopicPartition("commands", 0),
            new LogId(Uuid.ZERO_UUID, "0"),
            null,
            true,
            new PartitionLedger(0, LedgerMetadata.none()));
    final List<AccessToken> refused = new ArrayList<>();
    CallResult answer = new Answered(200, Map.of(), new byte[0]);
    int written;
    boolean connected = true;
    Runnable onConnected = () -> {};
    Runnable onWritten = () -> {};
    final PermitsByHand permits = new PermitsByHand();
    final TokenByHand tokens = new TokenByHand();
    Duration committing = Duration.ZERO;

    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final HandClock breakerClock = new HandClock(NOW);
    final PartnerBreaker breaker =
            new PartnerBreaker(Target.API, breakerClock, new Condition("partner", clock), told -> {});
    final PipelineReport report = new PipelineReport(meters, List.of("commands"), clock);
    private final CommandPipeline pipeline = new CommandPipeline(
            new Admission(new PartnerBreakers(breaker, breaker), tokens, permits, clock),
            (command, token, gate) -> {
                if (!connected) {
                    return Future.succeededFuture(new NotSent("connection refused"));
                }
                onConnected.run();
                return gate.get().map(open -> {
                    if (!open) {
                        return new Withheld();
                    }
                    written++;
                    onWritten.run();
                    return answer;
                });
            },
            new OutcomePolicy(2, attempt -> Duration.ofSeconds(attempt)),
            new Settlement(
                    vertx,
                    settler,
                    new ResultWriter("results", "w", Recipients.none(), new EchoedHeaders(List.of()), clock),
                    new DeadLetterWriter("dead", "w", new EchoedHeaders(List.of()), clock)),
            new Feedback(refused::add, () -> {}),
            report,
            clock,
            nanos::get);

    PipelineFixture() {
        settler.member(new MockConsumer<byte[], byte[]>("earliest").groupMetadata());
        settler.start((thread, bug) -> bug.printStackTrace());
        partition.take(0, Optional.empty());
        tokens.give(new AccessToken(1, "t", Long.MAX_VALUE));
    }

    void close() throws Exception {
        settler.close(Duration.ofSeconds(5));
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    Progress pass(String value, boolean startedBefore) throws Exception {
        return pass(command(value, startedBefore));
    }

    /** Also awaits that it is settled. */
    Progress pass(Execution command) throws Exception {
        return Future.<Progress>future(promise -> vertx.runOnContext(loop -> pipeline.pass(command)
                        .compose(progress -> progress.settled().map(progress))
                        .onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    Execution command(String value, boolean startedBefore) {
        return command(value, startedBefore, NOW.toEpochMilli());
    }

    Execution command(String value, boolean startedBefore, long timestamp) {
        byte[] key = "k".getBytes(UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "commands",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                key.length,
                value.length(),
                key,
                value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
        CommandReader reader = new CommandReader(
                new CommandCodec(),
                OperationCatalogue.standard(),
                new ReplyAddresses(new Address("results", null), Map.of()),
                organization -> false);
        Taken taken = new Taken(record, partition, startedBefore, 0, NOW);
        return new Execution(taken, reader::read, new Places(Map.of()));
    }

    String lastMetadata() {
        List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> commits = producer.consumerGroupOffsetsHistory();
        return commits.get(commits.size() - 1)
                .values()
                .iterator()
                .next()
                .get(partition.id())
                .metadata();
    }

    Result result() {
        assertThat(producer.history()).hasSize(1);
        return new ResultCodec().decode(producer.history().get(0).value()).fold(result -> result, problem -> {
            throw new AssertionError(problem.toString());
        });
    }
}
