package io.partnerapi.worker;

import io.github.resilience4j.core.IntervalFunction;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.schemas.Target;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.breaker.PartnerBreaker;
import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.call.PartnerCaller;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.call.TrustedAuthorities;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.cluster.Grid;
import io.partnerapi.worker.config.Settings;
import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.decode.ReplyAddresses;
import io.partnerapi.worker.intake.Admins;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.BrokerWatch;
import io.partnerapi.worker.intake.CommandConsumers;
import io.partnerapi.worker.intake.PollLoop;
import io.partnerapi.worker.intake.Topics;
import io.partnerapi.worker.kafka.CommandTopic;
import io.partnerapi.worker.kafka.KafkaSettings;
import io.partnerapi.worker.ops.Health;
import io.partnerapi.worker.ops.Metrics;
import io.partnerapi.worker.ops.OpsServer;
import io.partnerapi.worker.ops.Status;
import io.partnerapi.worker.outcome.DeadLetterWriter;
import io.partnerapi.worker.outcome.OutcomePolicy;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.outcome.ResultWriter;
import io.partnerapi.worker.pipeline.CommandPipeline;
import io.partnerapi.worker.pipeline.Dispatcher;
import io.partnerapi.worker.pipeline.Feedback;
import io.partnerapi.worker.pipeline.Pipelines;
import io.partnerapi.worker.pipeline.Places;
import io.partnerapi.worker.pipeline.Settlement;
import io.partnerapi.worker.settle.Address;
import io.partnerapi.worker.settle.GroupCommits;
import io.partnerapi.worker.settle.ResultProducers;
import io.partnerapi.worker.settle.Settler;
import io.partnerapi.worker.state.StateReader;
import io.partnerapi.worker.state.StateTopic;
import io.partnerapi.worker.telemetry.TelemetryPublisher;
import io.partnerapi.worker.token.TokenSource;
import io.partnerapi.worker.token.TokenWaits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker from start to end: makes every part that lives as long as it does, in the order of the flow, and closes them
 * in reverse.
 */
final class Worker {
    /** Attempts that count before a command is given up; with the backoff about a minute. */
    private static final int MAX_ATTEMPTS = 8;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
    /** Records held for each that can be in flight, so that a busy key does not leave the others without work. */
    private static final int BACKLOG_FACTOR = 8;
    /** Fits, with the other parts' ends, into the 30 s that a worker may take to stop. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(15);

    /** Fewer on one loop could all be taken by what waits long. */
    private static final int LEAST_SLOTS = 8;

    private static final int FAILED = 1;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Settings settings;
    private final Termination termination;
    private final Clock clock = Clock.systemUTC();

    Worker(Settings settings, Termination termination) {
        this.settings = settings;
        this.termination = termination;
    }

    /** Runs until the end is asked for; answers the exit code. */
    int run() {
        Shutdown shutdown = new Shutdown();
        int code = live(shutdown);
        return shutdown.close() ? code : FAILED;
    }

    private int live(Shutdown shutdown) {
        try {
            start(shutdown);
            termination.started();
            LOG.info("worker {} takes commands", settings.worker().id());
            return termination.await();
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> LOG.error("cannot start: {}", problem));
            return FAILED;
        } catch (IOException e) {
            LOG.error("cannot start: {}", e.getMessage());
            return FAILED;
        } catch (InterruptedException asked) {
            LOG.info("asked to end while starting");
            return 0;
        }
    }

    private void start(Shutdown shutdown) throws IOException, InterruptedException {
        Surroundings with = surroundings(shutdown);
        Recipients recipients =
                settings.recipients() == null ? Recipients.none() : Recipients.load(settings.recipients());
        serveStatus(with);
        Future<Grid> joining = join(with);
        Map<String, Integer> topics = topics(with);
        StateTopic state = state(with);
        SharedParts shared = new SharedParts(settings, Shutdown.await(joining), state, with);
        TokenSource tokens = shared.tokens();
        PartnerBreakers breakers = breakers(with);
        Backlog backlog = new Backlog(BACKLOG_FACTOR * settings.worker().inFlight(), breakers::intakeHeld);
        CallBudget budget = shared.budget(backlog::waiting);

        AtomicBoolean stale = new AtomicBoolean();
        Settler settler = settler(stale, with);
        CommandReader reader = new CommandReader(
                new CommandCodec(), OperationCatalogue.standard(), replyAddresses(topics), recipients::has);
        TokenWaits waits = new TokenWaits(tokens, with.metrics().registry());
        Admission admission = new Admission(breakers, waits, budget, clock);
        Feedback feedback = new Feedback(tokens::refused, budget::egressRefused);
        Pipelines pipelines =
                pipelines(reader, admission, settlement(settler, recipients, with), feedback, backlog, with);
        Shutdown.await(pipelines.start());
        takeCommands(settler, pipelines, backlog, stale, with);
    }

    private Surroundings surroundings(Shutdown shutdown) throws IOException {
        TrustedAuthorities authorities =
                new TrustedAuthorities(settings.partner().trustedCertificates());
        Vertx vertx = Vertx.vertx();
        shutdown.add("event loops", () -> Shutdown.await(vertx.close(), CLOSE_LIMIT));
        TelemetryPublisher telemetry = new TelemetryPublisher(
                settings.kafka().producerProperties(),
                settings.topics().quota(),
                settings.worker().id());
        telemetry.start();
        shutdown.add("telemetry", telemetry);
        Metrics metrics = new Metrics();
        shutdown.add("metrics", metrics);
        return new Surroundings(vertx, clock, new Conditions(clock), metrics, telemetry, authorities, shutdown);
    }

    private void serveStatus(Surroundings with) throws InterruptedException {
        Health health = new Health(List.of(), with.conditions().all());
        Status status = Status.of(settings.worker().id(), clock.instant(), health);
        OpsServer server = new OpsServer(with.vertx(), settings.ops(), status, with.metrics());
        Shutdown.await(server.start());
        with.shutdown().add("status server", () -> Shutdown.await(server.close(), CLOSE_LIMIT));
    }

    private Future<Grid> join(Surroundings with) {
        Future<Grid> joining = with.vertx()
                .executeBlocking(
                        () -> Grid.start(settings.cluster(), with.conditions().grid()));
        with.shutdown().add("grid", () -> {
            Grid joined = Shutdown.await(joining.otherwiseEmpty());
            if (joined != null) {
                joined.close();
            }
        });
        return joining;
    }

    private Map<String, Integer> topics(Surroundings with) throws InterruptedException {
        Admins admins = admins();
        Map<String, Integer> topics =
                new Topics(admins, settings.topics(), with.conditions().kafka()).ensure();
        BrokerWatch watch = new BrokerWatch(admins, with.conditions().kafka());
        watch.start();
        with.shutdown().add("broker watch", watch);
        return topics;
    }

    private StateTopic state(Surroundings with) throws InterruptedException {
        KafkaSettings kafka = settings.kafka();
        String topic = settings.topics().state();
        String worker = settings.worker().id();
        StateReader reader = new StateReader(
                kafka.adminProperties(), topic, worker, with.conditions().token());
        StateTopic state = new StateTopic(reader.read(), reader, kafka.producerProperties(), topic, worker);
        state.start();
        with.shutdown().add("state", state);
        return state;
    }

    private Admins admins() {
        return new Admins(settings.kafka().adminProperties(), settings.worker().id());
    }

    private PartnerBreakers breakers(Surroundings with) {
        Conditions conditions = with.conditions();
        return new PartnerBreakers(
                new PartnerBreaker(Target.API, clock, conditions.partner(), with.telemetry()::publish),
                new PartnerBreaker(Target.PCI, clock, conditions.partnerPci(), with.telemetry()::publish));
    }

    private Settler settler(AtomicBoolean stale, Surroundings with) {
        Settler settler = new Settler(
                new ResultProducers(
                        settings.kafka().producerProperties(),
                        settings.worker().group(),
                        settings.worker().id()),
                new GroupCommits(admins(), settings.worker().group()),
                () -> stale.set(true),
                with.conditions().settling());
        settler.start(termination::cannotGoOn);
        with.shutdown()
                .add("settler", () -> Shutdown.inTime(settler.close(CLOSE_LIMIT), "results are left unpublished"));
        return settler;
    }

    private ReplyAddresses replyAddresses(Map<String, Integer> partitions) {
        Map<String, Integer> allowed = new HashMap<>(partitions);
        allowed.keySet().retainAll(settings.topics().replyAllowed());
        return new ReplyAddresses(new Address(settings.topics().results(), null), allowed);
    }

    private Settlement settlement(Settler settler, Recipients recipients, Surroundings with) {
        String id = settings.worker().id();
        return new Settlement(
                with.vertx(),
                settler,
                new ResultWriter(id, recipients, clock),
                new DeadLetterWriter(settings.topics().deadLetters(), id, clock));
    }

    private Pipelines pipelines(
            CommandReader reader,
            Admission admission,
            Settlement settlement,
            Feedback feedback,
            Backlog backlog,
            Surroundings with) {
        Vertx vertx = with.vertx();
        int loops = Math.min(
                Runtime.getRuntime().availableProcessors(),
                Math.max(1, settings.worker().inFlight() / LEAST_SLOTS));
        int slots = Math.max(1, settings.worker().inFlight() / loops);
        IntervalFunction backoff = IntervalFunction.ofExponentialRandomBackoff(FIRST_BACKOFF, 2.0, 0.5, MAX_BACKOFF);
        OutcomePolicy policy = new OutcomePolicy(MAX_ATTEMPTS, attempt -> Duration.ofMillis(backoff.apply(attempt)));
        return new Pipelines(
                vertx,
                loops,
                new PartnerClients(vertx, settings.partner(), with.authorities(), slots),
                client -> new Dispatcher(
                        vertx,
                        reader,
                        new CommandPipeline(
                                admission,
                                new PartnerCaller(vertx, client, settings.partner())::call,
                                policy,
                                settlement,
                                feedback,
                                clock,
                                System::nanoTime),
                        backlog,
                        new Places(settings.budget().weights()),
                        slots,
                        settings.topics().priorities(),
                        settings.budget().lowestShare()));
    }

    private void takeCommands(
            Settler settler, Pipelines pipelines, Backlog backlog, AtomicBoolean stale, Surroundings with) {
        PollLoop intake = new PollLoop(
                new CommandConsumers(
                        settings.kafka().consumerProperties(),
                        settings.worker().group(),
                        settings.worker().id()),
                settings.topics().commands().stream()
                        .collect(Collectors.toMap(CommandTopic::name, CommandTopic::priority)),
                settler::member,
                pipelines::accept,
                backlog,
                DRAIN_LIMIT,
                stale,
                with.conditions().commands(),
                clock);
        intake.start(termination::cannotGoOn);
        with.shutdown()
                .add(
                        "intake",
                        () -> Shutdown.inTime(
                                intake.close(DRAIN_LIMIT.plus(CLOSE_LIMIT)), "calls are left on the wire"));
    }
}
