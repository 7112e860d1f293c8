package io.partnerapi.worker;

import io.github.resilience4j.core.IntervalFunction;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.schemas.Target;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.breaker.PartnerBreaker;
import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.call.PartnerCaller;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.config.Settings;
import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.decode.ReplyAddresses;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.BrokerLogs;
import io.partnerapi.worker.intake.CommandConsumers;
import io.partnerapi.worker.intake.PartitionWatch;
import io.partnerapi.worker.intake.PollLoop;
import io.partnerapi.worker.intake.ProgressMemory;
import io.partnerapi.worker.intake.Recovery;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.kafka.Admins;
import io.partnerapi.worker.kafka.ClientMeters;
import io.partnerapi.worker.kafka.CommandTopic;
import io.partnerapi.worker.kafka.TopicTroubles;
import io.partnerapi.worker.outcome.DeadLetterWriter;
import io.partnerapi.worker.outcome.OutcomePolicy;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.outcome.ResultWriter;
import io.partnerapi.worker.pipeline.CommandPipeline;
import io.partnerapi.worker.pipeline.Dispatcher;
import io.partnerapi.worker.pipeline.Feedback;
import io.partnerapi.worker.pipeline.PipelineReport;
import io.partnerapi.worker.pipeline.Pipelines;
import io.partnerapi.worker.pipeline.Places;
import io.partnerapi.worker.pipeline.Settlement;
import io.partnerapi.worker.settle.GroupCommits;
import io.partnerapi.worker.settle.ResultProducers;
import io.partnerapi.worker.settle.Settler;
import io.partnerapi.worker.settle.TransactionMeters;
import io.partnerapi.worker.state.StateTopic;
import io.partnerapi.worker.timing.Timing;
import io.partnerapi.worker.turn.Slots;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what commands flow through in this worker: intake, the pipelines, and what settles them. */
final class FlowParts {
    /** Attempts that count before a command is given up; with the backoff about a minute. */
    private static final int MAX_ATTEMPTS = 8;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

    /** Fewer on one loop could all be taken by what waits long. */
    private static final int LEAST_SLOTS = 8;

    /** An answer lies there twice: as it came, and in its result. */
    private static final int COPIES_OF_AN_ANSWER = 2;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(FlowParts.class);

    private final Settings settings;
    private final HeapBudget heap;
    private final Surroundings with;
    private final Thread.UncaughtExceptionHandler died;

    /** @param died told of a thread without which the worker is of no use */
    FlowParts(Settings settings, HeapBudget heap, Surroundings with, Thread.UncaughtExceptionHandler died) {
        this.settings = settings;
        this.heap = heap;
        this.with = with;
        this.died = died;
    }

    PartnerBreakers breakers() {
        Conditions conditions = with.conditions();
        return new PartnerBreakers(
                new PartnerBreaker(Target.API, with.clock(), conditions.partner(), with.telemetry()::publish),
                new PartnerBreaker(Target.PCI, with.clock(), conditions.partnerPci(), with.telemetry()::publish));
    }

    /** @param troubles what is known to be wrong with topics */
    Settler settler(TopicTroubles troubles) {
        Settler settler = new Settler(
                new ResultProducers(
                        settings.kafka().producerProperties(),
                        settings.worker().group(),
                        settings.worker().id(),
                        heap.publish(),
                        clientMeters()),
                new GroupCommits(admins(), settings.worker().group()),
                settings.topics().results(),
                troubles,
                with.conditions().settling(),
                new TransactionMeters(with.metrics().registry()),
                System::nanoTime);
        settler.start(died);
        with.shutdown()
                .add("settler", () -> Shutdown.inTime(settler.close(CLOSE_LIMIT), "results are left unpublished"));
        return settler;
    }

    private Admins admins() {
        return new Admins(settings.kafka().adminProperties(), settings.worker().id());
    }

    private ClientMeters clientMeters() {
        ClientMeters meters = new ClientMeters(with.metrics().registry());
        with.shutdown().add("meters of a Kafka client", meters);
        return meters;
    }

    /** @param partitions of each topic */
    CommandReader reader(Map<String, Integer> partitions, Recipients recipients) {
        Map<String, Integer> allowed = new HashMap<>(partitions);
        allowed.keySet().retainAll(settings.topics().replyAllowed());
        ReplyAddresses addresses =
                new ReplyAddresses(new Address(settings.topics().results(), null), allowed);
        return new CommandReader(new CommandCodec(), OperationCatalogue.standard(), addresses, recipients::has);
    }

    Settlement settlement(Settler settler, Recipients recipients) {
        String id = settings.worker().id();
        return new Settlement(
                with.vertx(),
                settler,
                new ResultWriter(settings.topics().results(), id, recipients, settings.echoed(), with.clock()),
                new DeadLetterWriter(settings.topics().deadLetters(), id, settings.echoed(), with.clock()));
    }

    PipelineReport report() {
        return new PipelineReport(
                with.metrics().registry(),
                settings.topics().commands().stream().map(CommandTopic::name).toList(),
                with.clock());
    }

    /** How many event loops share the commands. */
    private int loops() {
        return Math.min(
                Runtime.getRuntime().availableProcessors(),
                Math.max(1, settings.worker().inFlight() / LEAST_SLOTS));
    }

    private int slots() {
        return Math.max(1, settings.worker().inFlight() / loops());
    }

    PartnerClients clients() {
        return new PartnerClients(with.vertx(), settings.partner(), with.authorities(), slots());
    }

    Pipelines pipelines(
            PartnerClients clients,
            CommandReader reader,
            Admission admission,
            Settlement settlement,
            Feedback feedback,
            Backlog backlog,
            PipelineReport report) {
        IntervalFunction backoff = IntervalFunction.ofExponentialRandomBackoff(FIRST_BACKOFF, 2.0, 0.5, MAX_BACKOFF);
        long answer = (long) COPIES_OF_AN_ANSWER * settings.partner().maxResponseBytes();
        if (heap.work() / answer < settings.worker().inFlight()) {
            LOG.info(
                    "worker.in-flight is {}, but the heap has room for the answers of {} calls at once: with a larger heap,"
                            + " or a smaller partner.max-response-bytes, there can be more",
                    settings.worker().inFlight(),
                    Math.max(1, heap.work() / answer));
        }
        OutcomePolicy policy = new OutcomePolicy(MAX_ATTEMPTS, attempt -> Duration.ofMillis(backoff.apply(attempt)));
        return new Pipelines(
                with.vertx(),
                loops(),
                () -> new PartnerCaller(with.vertx(), clients.get(), settings.partner()),
                caller -> new Dispatcher(
                        with.vertx(),
                        reader,
                        new CommandPipeline(
                                admission,
                                caller::call,
                                policy,
                                settlement,
                                feedback,
                                report,
                                with.clock(),
                                System::nanoTime),
                        backlog,
                        new Places(settings.budget().weights()),
                        new Slots(
                                slots(),
                                heap.work() / loops(),
                                settings.topics().priorities()),
                        answer,
                        settings.budget().lowestShare()),
                report);
    }

    private PartitionWatch watch() {
        PartitionWatch watch = new PartitionWatch(
                new Admins(settings.kafka().adminProperties(), settings.worker().id()),
                settings.topics().commands().stream().map(CommandTopic::name).collect(Collectors.toSet()));
        watch.start();
        with.shutdown().add("partition watch", watch);
        return watch;
    }

    /** Begins to take commands. */
    PollLoop takeCommands(
            Settler settler, Pipelines pipelines, Backlog backlog, StateTopic state, TopicTroubles troubles) {
        String group = settings.worker().group();
        PollLoop intake = new PollLoop(
                new CommandConsumers(
                        settings.kafka().consumerProperties(),
                        group,
                        settings.worker().id(),
                        heap.fetch(),
                        settings.timing(),
                        clientMeters()),
                settings.topics().commands().stream()
                        .collect(Collectors.toMap(CommandTopic::name, CommandTopic::priority)),
                settler::member,
                pipelines::accept,
                settler::advance,
                new Recovery(
                        new ProgressMemory(
                                state::now,
                                state::value,
                                group,
                                with.conditions().state(),
                                with.clock(),
                                System::nanoTime),
                        new BrokerLogs(admins(), new GroupCommits(admins(), group)),
                        recoveryThread()),
                backlog,
                settings.timing().handOverLimit(),
                troubles::lostAt,
                watch(),
                with.conditions().commands(),
                with.clock());
        intake.start(died);
        with.shutdown().add("intake", () -> Shutdown.inTime(end(intake, pipelines), "commands are left unsettled"));
        return intake;
    }

    /** Brokers that do not answer it must not keep the worker from ending. */
    private Executor recoveryThread() {
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread recovery = new Thread(work, "recovery");
            recovery.setDaemon(true);
            return recovery;
        });
        with.shutdown().add("recovery", thread::shutdownNow);
        return thread;
    }

    /** Answers whether all that was under way is settled: calls that take too long are given up, and that is settled too. */
    private boolean end(PollLoop intake, Pipelines pipelines) throws InterruptedException {
        Timing timing = settings.timing();
        if (intake.close(timing.stopCallLimit())) {
            return true;
        }
        pipelines.giveUpCalls();
        return intake.close(timing.stopSettleLimit());
    }
}
