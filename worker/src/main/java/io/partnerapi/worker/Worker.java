package io.partnerapi.worker;

import io.github.resilience4j.core.IntervalFunction;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.SharedBudget;
import io.partnerapi.worker.budget.UnlimitedBudget;
import io.partnerapi.worker.call.PartnerCaller;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.call.TrustedAuthorities;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.cluster.Grid;
import io.partnerapi.worker.cluster.GridBudget;
import io.partnerapi.worker.cluster.GridTokenStore;
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
import io.partnerapi.worker.pipeline.Settlement;
import io.partnerapi.worker.settle.Address;
import io.partnerapi.worker.settle.ResultProducers;
import io.partnerapi.worker.settle.Settler;
import io.partnerapi.worker.telemetry.TelemetryPublisher;
import io.partnerapi.worker.token.DegradingTokenStore;
import io.partnerapi.worker.token.TokenEndpoint;
import io.partnerapi.worker.token.TokenSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(18);

    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(10);
    /** Many workers started at once find each other within it, and then ask for one token. */
    private static final Duration GRID_GRACE = Duration.ofSeconds(15);

    private static final int CANNOT_START = 1;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
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
        try (Shutdown shutdown = new Shutdown()) {
            start(shutdown);
            termination.started();
            LOG.info("worker {} takes commands", settings.worker().id());
            return termination.await();
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> LOG.error("cannot start: {}", problem));
            return CANNOT_START;
        } catch (IOException e) {
            LOG.error("cannot start: {}", e.getMessage());
            return CANNOT_START;
        } catch (InterruptedException asked) {
            LOG.info("asked to end while starting");
            return 0;
        }
    }

    private void start(Shutdown shutdown) throws IOException, InterruptedException {
        TrustedAuthorities authorities =
                new TrustedAuthorities(settings.partner().trustedCertificates());
        Recipients recipients =
                settings.recipients() == null ? Recipients.none() : Recipients.load(settings.recipients());
        Conditions conditions = new Conditions(clock);
        Vertx vertx = Vertx.vertx();
        shutdown.add("event loops", () -> await(vertx.close()));
        serveStatus(vertx, conditions, shutdown);
        TelemetryPublisher telemetry = telemetry(shutdown);

        Future<Grid> joining = join(vertx, conditions, shutdown);
        Map<String, Integer> topics = topics(conditions, shutdown);
        Grid grid = await(joining);
        TokenSource tokens = tokens(vertx, grid, authorities, conditions, telemetry, shutdown);
        CallBudget budget = budget(vertx, grid, conditions, telemetry, shutdown);

        AtomicBoolean stale = new AtomicBoolean();
        Backlog backlog = new Backlog(BACKLOG_FACTOR * settings.worker().inFlight());
        Settler settler = settler(conditions, stale, shutdown);
        CommandReader reader = new CommandReader(
                new CommandCodec(), OperationCatalogue.standard(), replyAddresses(topics), recipients::has);
        Settlement settlement = settlement(vertx, settler, recipients);
        Pipelines pipelines = pipelines(vertx, authorities, reader, tokens, budget, settlement, backlog);
        await(pipelines.start());
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
                conditions.commands(),
                clock);
        intake.start(termination::cannotGoOn);
        shutdown.add("intake", () -> intake.close(DRAIN_LIMIT.plus(CLOSE_LIMIT)));
    }

    private void serveStatus(Vertx vertx, Conditions conditions, Shutdown shutdown) throws InterruptedException {
        Metrics metrics = new Metrics();
        shutdown.add("metrics", metrics);
        Status status =
                new Status(settings.worker().id(), version(), clock.instant(), new Health(List.of(), conditions.all()));
        OpsServer server = new OpsServer(vertx, settings.ops(), status, metrics);
        await(server.start());
        shutdown.add("status server", () -> await(server.close()));
    }

    private TelemetryPublisher telemetry(Shutdown shutdown) {
        TelemetryPublisher telemetry = new TelemetryPublisher(
                settings.kafka().producerProperties(),
                settings.topics().quota(),
                settings.worker().id());
        telemetry.start();
        shutdown.add("telemetry", telemetry);
        return telemetry;
    }

    private Map<String, Integer> topics(Conditions conditions, Shutdown shutdown) throws InterruptedException {
        Admins admins =
                new Admins(settings.kafka().adminProperties(), settings.worker().id());
        Map<String, Integer> topics = new Topics(admins, settings.topics(), conditions.kafka()).ensure();
        BrokerWatch watch = new BrokerWatch(admins, conditions.kafka());
        watch.start();
        shutdown.add("broker watch", watch);
        return topics;
    }

    private Future<Grid> join(Vertx vertx, Conditions conditions, Shutdown shutdown) {
        Future<Grid> joining = vertx.executeBlocking(() -> Grid.start(settings.cluster(), conditions.grid()));
        shutdown.add("grid", () -> await(joining.onSuccess(Grid::close).otherwiseEmpty()));
        return joining;
    }

    private TokenSource tokens(
            Vertx vertx,
            Grid grid,
            TrustedAuthorities authorities,
            Conditions conditions,
            TelemetryPublisher telemetry,
            Shutdown shutdown)
            throws InterruptedException {
        WebClientOptions options =
                new WebClientOptions().setTrustOptions(authorities.options()).setVerifyHost(true);
        TokenSource tokens = new TokenSource(
                vertx,
                settings.token(),
                new DegradingTokenStore(
                        new GridTokenStore(grid, settings.token().key()),
                        grid::hasMajority,
                        settings.cluster().expectedMembers() == 1 ? Duration.ZERO : GRID_GRACE,
                        clock,
                        System::nanoTime),
                new TokenEndpoint(WebClient.create(vertx, options), settings.token(), TOKEN_TIMEOUT, clock),
                settings.worker().id(),
                conditions.token(),
                telemetry::publish,
                clock,
                System::nanoTime);
        await(tokens.start());
        shutdown.add("token", () -> await(tokens.close()));
        return tokens;
    }

    private CallBudget budget(
            Vertx vertx, Grid grid, Conditions conditions, TelemetryPublisher telemetry, Shutdown shutdown) {
        if (settings.budget().calls() == 0) {
            conditions.budget().up();
            return new UnlimitedBudget();
        }
        CallBudget budget = SharedBudget.start(
                vertx,
                settings.budget(),
                new GridBudget(grid, vertx, settings.budget()),
                clock,
                conditions.budget(),
                telemetry::publish);
        shutdown.add("budget", () -> await(budget.close()));
        return budget;
    }

    private Settler settler(Conditions conditions, AtomicBoolean stale, Shutdown shutdown) {
        Settler settler = new Settler(
                new ResultProducers(
                        settings.kafka().producerProperties(),
                        settings.worker().group(),
                        settings.worker().id()),
                () -> stale.set(true),
                conditions.settling());
        settler.start(termination::cannotGoOn);
        shutdown.add("settler", () -> settler.close(CLOSE_LIMIT));
        return settler;
    }

    private ReplyAddresses replyAddresses(Map<String, Integer> partitions) {
        Map<String, Integer> allowed = new HashMap<>(partitions);
        allowed.keySet().retainAll(settings.topics().replyAllowed());
        return new ReplyAddresses(new Address(settings.topics().results(), null), allowed);
    }

    private Settlement settlement(Vertx vertx, Settler settler, Recipients recipients) {
        String id = settings.worker().id();
        return new Settlement(
                vertx,
                settler,
                new ResultWriter(id, recipients, clock),
                new DeadLetterWriter(settings.topics().deadLetters(), id, clock));
    }

    private Pipelines pipelines(
            Vertx vertx,
            TrustedAuthorities authorities,
            CommandReader reader,
            TokenSource tokens,
            CallBudget budget,
            Settlement settlement,
            Backlog backlog) {
        int loops = Math.min(
                Runtime.getRuntime().availableProcessors(), settings.worker().inFlight());
        int slots = Math.max(1, settings.worker().inFlight() / loops);
        IntervalFunction backoff = IntervalFunction.ofExponentialRandomBackoff(FIRST_BACKOFF, 2.0, 0.5, MAX_BACKOFF);
        OutcomePolicy policy = new OutcomePolicy(MAX_ATTEMPTS, attempt -> Duration.ofMillis(backoff.apply(attempt)));
        Admission admission = new Admission(vertx, tokens::token, budget, clock);
        Feedback feedback = new Feedback(tokens::refused, budget::egressRefused);
        return new Pipelines(
                vertx,
                loops,
                new PartnerClients(vertx, settings.partner(), authorities, slots),
                client -> new Dispatcher(
                        vertx,
                        reader,
                        new CommandPipeline(
                                admission,
                                new PartnerCaller(vertx, client, settings.partner()),
                                policy,
                                settlement,
                                feedback,
                                clock,
                                System::nanoTime),
                        backlog,
                        slots));
    }

    private static String version() {
        String version = Worker.class.getPackage().getImplementationVersion();
        return version == null ? "built from source" : version;
    }

    private static <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }
}
