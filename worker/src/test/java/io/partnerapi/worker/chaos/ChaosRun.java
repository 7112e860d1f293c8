package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Load;
import io.partnerapi.sandbox.evidence.Observer;
import io.partnerapi.sandbox.evidence.Sender;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Latency;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.partner.model.Population;
import io.partnerapi.sandbox.process.BrokerCluster;
import io.partnerapi.sandbox.process.Connections;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** One run: brokers, a partner and workers under a steady load, and the steps of a schedule done to them. */
final class ChaosRun implements AutoCloseable {
    private static final Path SANDBOX =
            Path.of("..", "sandbox", "target", "sandbox.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STALL = Duration.ofMinutes(2);
    private static final Duration MENDED_WITHIN = Duration.ofMinutes(5);
    private static final int PARTITIONS = 12;
    private static final int PLACES = 5;
    private static final int HANDS = 12;
    /** Loads of a run, each with a seed of its own. */
    private static final int LOADS = 10;

    /** The first calls of a cold process can take seconds on a small machine, and must not do so with a queue behind them. */
    private static final int WARM_UP = 60;

    private final Setup setup;
    private final BrokerCluster brokers;
    private final PartnerApi partner;
    private final Fleet fleet;
    private final SideTopic side;
    private final SenderTroubles senders;
    private final Coordinators coordinators;
    private final Notes notes = new Notes(System::nanoTime);
    private final WorkerTroubles workerTroubles;
    private final Troubles troubles;
    private final ScheduledExecutorService hands = Executors.newScheduledThreadPool(HANDS);
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

    /** Starts everything and waits until it is ready. */
    ChaosRun(Path folder, Setup setup) throws Exception {
        this.setup = setup;
        brokers =
                new BrokerCluster(SANDBOX, JAVA, folder, setup.brokers(), setup.brokerProperties()).start(START_LIMIT);
        createTopics();
        side = new SideTopic(brokers.bootstrapServers(), brokers.replicas(), load(1), notes);
        side.create();
        partner = PartnerApi.start(
                PartnerApiOptions.in(folder).withSeed(setup.seed()).withRules(rules -> rules.withCallLimit(
                                setup.calls(), Setup.CALL_WINDOW)
                        .withTokenQuota()
                        .withTokenLifetime(setup.tokenLife())
                        .withLatency(Latency.between(Duration.ofMillis(5), Duration.ofMillis(40)))));
        fleet = new Fleet(settings(folder), folder, PLACES, setup.ownNetwork());
        senders = new SenderTroubles(brokers.bootstrapServers(), load(2), side, notes);
        coordinators = new Coordinators(brokers.bootstrapServers());
        workerTroubles = new WorkerTroubles(fleet, coordinators, notes);
        troubles = new Troubles(
                workerTroubles,
                new BrokerTroubles(brokers, coordinators, fleet, notes),
                new PartnerTroubles(partner, notes),
                new GridTroubles(fleet, notes),
                senders);
        fleet.places().stream().limit(setup.workers()).forEach(place -> place.start(false));
        fleet.places().stream().limit(setup.workers()).forEach(place -> place.worker()
                .awaitReady(START_LIMIT));
    }

    /** Works through the schedule under a load of {@code rate} commands per second, mends all, and waits for every end. */
    ChaosReport run(List<Step> schedule, Duration length, int rate) throws InterruptedException {
        try (Observer observer = new Observer(
                                brokers.bootstrapServers(), "partner.results", "partner.dead-letters", System::nanoTime)
                        .start();
                SteadyLoad load = new SteadyLoad(
                        load(0), new Sender(brokers.bootstrapServers(), "partner.commands", System::nanoTime))) {
            load.once(WARM_UP);
            observer.await(WARM_UP + side.sent().size(), START_LIMIT, () -> true);
            TokenWaits waits = TokenWaits.of(fleet);
            load.start(rate);
            long start = System.nanoTime();
            hands.scheduleAtFixedRate(() -> progress(start, load, observer), 20, 20, TimeUnit.SECONDS);
            CountDownLatch open = new CountDownLatch(schedule.size() + 1);
            schedule.forEach(step -> at(step.at(), () -> doStep(step, open)));
            at(length, open::countDown);
            if (!open.await(length.plus(MENDED_WITHIN).toMillis(), TimeUnit.MILLISECONDS)) {
                problems.add(open.getCount() + " steps did not end");
            }
            List<Sent> sent = new ArrayList<>(load.stop());
            sent.addAll(senders.sent());
            List<Sent> sentAll =
                    Stream.concat(sent.stream(), side.sent().stream()).toList();
            if (!observer.await(sentAll, STALL, () -> true)) {
                problems.add("after " + STALL + " without a new result some are missing");
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            problems.addAll(fleet.diedByThemselves());
            String waited = waits.since(fleet);
            workerTroubles.stopAll();
            observer.finish(START_LIMIT);
            return report(took, sent, observer, waited);
        }
    }

    private ChaosReport report(Duration took, List<Sent> sent, Observer observer, String waited) {
        Evidence all = new Evidence(
                sent,
                observer.endings(),
                observer.unreadable(),
                Call.of(partner.ledger().entries()),
                notes.incidents());
        side.breaches(all).forEach(finding -> problems.add(finding.problem() + " " + finding));
        Evidence evidence = side.without(all);
        problems.addAll(UndueWaits.of(evidence, notes.heldBack(), setup.patience()));
        return new ChaosReport(
                setup,
                took,
                evidence,
                notes.done(),
                notes.exits(),
                List.copyOf(problems),
                partner.ledger().worstWindow(),
                new TokenStory(
                        setup.tokenLife(),
                        partner.ledger().entries().stream()
                                .filter(entry -> entry.endpoint() == Endpoint.TOKEN)
                                .toList(),
                        TokenReports.read(brokers.bootstrapServers(), "partner.quota"),
                        notes.incidents(),
                        new Absences(setup.workers(), notes.incidents(), notes.cuts())),
                waited);
    }

    /** Commands of the run's own seed; another number gives others. */
    private Load load(int number) {
        return new Load(setup.seed() * LOADS + number, Population.STANDARD);
    }

    @Override
    public void close() {
        hands.shutdownNow();
        coordinators.close();
        fleet.close();
        partner.close();
        brokers.close();
    }

    /** A step that could not begin has ended too. */
    private void doStep(Step step, CountDownLatch open) {
        Runnable mend = open::countDown;
        try {
            Runnable begun = troubles.begin(step);
            mend = () -> {
                try {
                    begun.run();
                } finally {
                    open.countDown();
                }
            };
        } finally {
            hands.schedule(noted(mend), step.lasting().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void at(Duration when, Runnable what) {
        hands.schedule(noted(what), when.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Runnable noted(Runnable what) {
        return () -> {
            try {
                what.run();
            } catch (RuntimeException e) {
                problems.add(e.toString());
            }
        };
    }

    private void progress(long start, SteadyLoad load, Observer observer) {
        Map<How, Integer> counts = observer.counts();
        System.out.printf(
                "%4d s  produced %d  ended %d %s  %s%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                load.sent().size(),
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts,
                notes.done());
    }

    private void createTopics() throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.bootstrapServers()))) {
            admin.createTopics(Stream.of(
                                    "partner.commands",
                                    "partner.results",
                                    "partner.dead-letters",
                                    "partner.quota",
                                    "partner.state")
                            .map(name -> new NewTopic(name, PARTITIONS, (short) brokers.replicas())
                                    .configs(
                                            name.equals("partner.state")
                                                    ? Map.of("cleanup.policy", "compact")
                                                    : Map.of()))
                            .toList())
                    .all()
                    .get();
        }
    }

    private Map<String, String> settings(Path folder) {
        Map<String, String> settings = Connections.to(brokers.bootstrapServers(), partner, Credentials.SANDBOX, folder);
        settings.put("topics.commands", "partner.commands," + SideTopic.NAME + ":1");
        settings.put("partner.call-timeout", "PT10S");
        settings.put("kafka.consumer.group.protocol", setup.protocol());
        settings.put("budget.calls", String.valueOf(setup.calls()));
        settings.put("budget.window", Setup.CALL_WINDOW.toString());
        settings.put("budget.guard", "PT3S");
        settings.put("cluster.name", "chaos-" + UUID.randomUUID());
        settings.put("cluster.expected-members", String.valueOf(setup.workers()));
        return settings;
    }
}
