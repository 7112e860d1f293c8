package io.partnerapi.worker;

import io.micrometer.core.instrument.FunctionCounter;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.call.TrustedAuthorities;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.check.Problem;
import io.partnerapi.worker.cluster.Grid;
import io.partnerapi.worker.config.Settings;
import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.PollLoop;
import io.partnerapi.worker.kafka.Admins;
import io.partnerapi.worker.kafka.BrokerWatch;
import io.partnerapi.worker.kafka.Compaction;
import io.partnerapi.worker.kafka.KafkaSettings;
import io.partnerapi.worker.kafka.TopicWatch;
import io.partnerapi.worker.kafka.Topics;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.ops.FatalErrors;
import io.partnerapi.worker.ops.Health;
import io.partnerapi.worker.ops.Metrics;
import io.partnerapi.worker.ops.OpsServer;
import io.partnerapi.worker.ops.Status;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.pipeline.Feedback;
import io.partnerapi.worker.pipeline.PipelineReport;
import io.partnerapi.worker.pipeline.Pipelines;
import io.partnerapi.worker.settle.Settler;
import io.partnerapi.worker.state.StateReader;
import io.partnerapi.worker.state.StateTopic;
import io.partnerapi.worker.status.Gauges;
import io.partnerapi.worker.status.Parts;
import io.partnerapi.worker.status.StatusDetails;
import io.partnerapi.worker.telemetry.TelemetryPublisher;
import io.partnerapi.worker.timing.Timing;
import io.partnerapi.worker.token.TokenSource;
import io.partnerapi.worker.token.TokenWaits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker from start to end: makes every part that lives as long as it does, in the order of the flow, and closes them
 * in reverse.
 */
final class Worker {
    /** Records held for each that can be in flight, so that a busy key does not leave the others without work. */
    private static final int BACKLOG_FACTOR = 8;

    private static final int FAILED = 1;
    private static final int HOSTS_REFRESH_MILLIS = 30_000;
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
        settings.ops().logFormat().apply();
        FatalErrors.tell(termination::cannotGoOn);
        Grid.onLackOfHeap(termination::cannotGoOn);
        Shutdown shutdown = new Shutdown();
        int code = live(shutdown);
        return shutdown.close() ? code : FAILED;
    }

    private int live(Shutdown shutdown) {
        try {
            warnOfCutCalls(settings.timing());
            start(shutdown);
            termination.started(settings.timing().exitLimit());
            LOG.info("worker {} takes commands", settings.worker().id());
            return termination.await();
        } catch (InvalidSettings e) {
            LOG.error(
                    "cannot start: {}",
                    e.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
            return FAILED;
        } catch (IOException e) {
            LOG.error("cannot start: {}", e.getMessage());
            return FAILED;
        } catch (KafkaException e) {
            LOG.error("cannot start: no Kafka client can be made of the settings kafka.*: {}", rootMessage(e));
            return FAILED;
        } catch (InterruptedException asked) {
            LOG.info("told to end while starting");
            return termination.code();
        }
    }

    private static void warnOfCutCalls(Timing timing) {
        if (timing.stopCutsCalls()) {
            LOG.warn(
                    "A stop waits {} for calls, which may take longer: then they are given up, unsafe ones as UNKNOWN. Set"
                            + " worker.stop-timeout to {} or more (and whoever sends SIGTERM must wait longer before SIGKILL),"
                            + " or shorten partner.call-timeout",
                    timing.stopCallLimit(),
                    timing.enoughToStop());
        }
    }

    private void start(Shutdown shutdown) throws IOException, InterruptedException {
        Surroundings with = surroundings(shutdown);
        Recipients recipients =
                settings.recipients() == null ? Recipients.none() : Recipients.load(settings.recipients());
        Status status = status(with);
        Future<Grid> joining = join(serve(status, with), with);
        TopicWatch watch = new TopicWatch(settings.topics().keys(), System::nanoTime);
        Map<String, Integer> topics = topics(watch, with);
        with.telemetry().start();
        StateTopic state = state(with);
        Grid grid = Shutdown.await(joining);
        SharedParts shared = new SharedParts(settings, grid, state, with);
        HeapBudget heap = HeapBudget.of(Runtime.getRuntime().maxMemory());
        FlowParts flow = new FlowParts(settings, heap, with, termination::cannotGoOn);
        TokenSource tokens = shared.tokens();
        PartnerBreakers breakers = flow.breakers();
        Backlog backlog =
                new Backlog(BACKLOG_FACTOR * settings.worker().inFlight(), heap.records(), breakers::intakeHeld);
        CallBudget budget = shared.budget(backlog::waiting);

        Settler settler = flow.settler(watch);
        CommandReader reader = flow.reader(topics, recipients);
        Admission admission =
                new Admission(breakers, new TokenWaits(tokens, with.metrics().registry()), budget, clock);
        Feedback feedback = new Feedback(tokens::refused, budget::egressRefused);
        PartnerClients clients = flow.clients();
        PipelineReport report = flow.report();
        Pipelines pipelines = flow.pipelines(
                clients, reader, admission, flow.settlement(settler, recipients), feedback, backlog, report);
        Shutdown.await(pipelines.start());
        PollLoop intake = flow.takeCommands(settler, pipelines, backlog, state, watch);

        show(
                new Parts(grid, intake, backlog, pipelines, tokens, budget, breakers, clients, report.failures()),
                status,
                with);
    }

    private Surroundings surroundings(Shutdown shutdown) throws IOException {
        TrustedAuthorities authorities =
                new TrustedAuthorities(settings.partner().trustedCertificates());
        // No file is served: without these two, no copies of files lie in the folder for temporary ones.
        // The token endpoint is reached by these: all addresses of its name in turn, and the hosts file as it is now.
        VertxOptions options = new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions()
                        .setRoundRobinInetAddress(true)
                        .setHostsRefreshPeriod(HOSTS_REFRESH_MILLIS))
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        Vertx vertx = Vertx.vertx(options).exceptionHandler(this::unhandled);
        shutdown.add("event loops", () -> Shutdown.await(vertx.close(), CLOSE_LIMIT));
        TelemetryPublisher telemetry = new TelemetryPublisher(
                settings.kafka().producerProperties(),
                settings.topics().quota(),
                settings.worker().id());
        shutdown.add("telemetry", telemetry);
        Metrics metrics = new Metrics();
        FunctionCounter.builder("partner.worker.telemetry.lost", telemetry, TelemetryPublisher::lost)
                .description("Telemetry records that Kafka did not take")
                .register(metrics.registry());
        shutdown.add("metrics", metrics);
        return new Surroundings(vertx, clock, new Conditions(clock), metrics, telemetry, authorities, shutdown);
    }

    /** A worker without heap, say, is better ended, and its work taken over, than left half alive. */
    private void unhandled(Throwable failure) {
        if (FatalErrors.isFatal(failure)) {
            termination.cannotGoOn(Thread.currentThread(), failure);
        } else {
            LOG.error("an event loop met a bug", failure);
        }
    }

    private Status status(Surroundings with) {
        List<Condition> conditions = with.conditions().all();
        Gauges.conditions(with.metrics().registry(), conditions);
        return Status.of(settings.worker().id(), clock.instant(), new Health(List.of(), conditions));
    }

    /** Answers where it is served; the grid's port is looked at too, so that one start names both if they are taken. */
    private InetSocketAddress serve(Status status, Surroundings with) throws InterruptedException {
        OpsServer server = new OpsServer(with.vertx(), settings.ops(), status, with.metrics());
        with.shutdown().add("status server", () -> Shutdown.await(server.close(), CLOSE_LIMIT));
        Future<Integer> port = server.start();
        Future<Void> grid = with.vertx().executeBlocking(() -> {
            Grid.check(settings.cluster());
            return null;
        });
        Shutdown.await(Future.join(port, grid).otherwiseEmpty());
        List<Problem> problems = Stream.of(port, grid)
                .map(Future::cause)
                .filter(InvalidSettings.class::isInstance)
                .flatMap(wrong -> ((InvalidSettings) wrong).problems().stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return InetSocketAddress.createUnresolved(settings.ops().host(), Shutdown.await(port));
    }

    private static String rootMessage(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .reduce((outer, inner) -> inner)
                .map(Throwable::getMessage)
                .orElse("");
    }

    /** From now on metrics and status tell of the running parts too. */
    private void show(Parts parts, Status status, Surroundings with) {
        Metrics metrics = with.metrics();
        metrics.beforeScrape(Gauges.register(metrics.registry(), parts, clock));
        status.tell(new StatusDetails(parts, settings.cluster(), settings.budget(), clock));
    }

    /** @param served where the status of this worker is served */
    private Future<Grid> join(InetSocketAddress served, Surroundings with) {
        Future<Grid> joining = with.vertx()
                .executeBlocking(() -> Grid.start(
                        settings.worker().id(),
                        served,
                        settings.cluster(),
                        with.conditions().grid()));
        with.shutdown().add("grid", () -> {
            Grid joined = Shutdown.await(joining.otherwiseEmpty());
            if (joined != null) {
                joined.close();
            }
        });
        return joining;
    }

    private Map<String, Integer> topics(TopicWatch seen, Surroundings with) throws InterruptedException {
        Admins admins = admins();
        Map<String, Integer> topics = new Topics(
                        admins,
                        settings.kafka()::unknownHosts,
                        settings.topics(),
                        with.conditions().kafka())
                .ensure();
        BrokerWatch watch = new BrokerWatch(
                admins,
                seen,
                new Compaction("topics.state", settings.topics().state()),
                with.conditions().kafka());
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
}
