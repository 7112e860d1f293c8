package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Load;
import io.partnerapi.sandbox.evidence.Observer;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Sender;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.sandbox.kafka.BrokerSettings;
import io.partnerapi.sandbox.kafka.EmbeddedKafka;
import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.partner.model.Population;
import io.partnerapi.sandbox.process.Folders;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One run of the demo: a broker and a partner API in this JVM, workers as processes, a load of commands, and the verdict
 * over what came of it.
 */
public final class Demo {
    private static final Duration READ_ON = Duration.ofSeconds(30);
    private static final Duration STALL_BEYOND_WINDOWS = Duration.ofSeconds(60);

    private final DemoOptions options;
    private final PrintStream out;
    private final Report report;

    /** A demo that reports to {@code out}. */
    public Demo(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.report = new Report(options.limit());
    }

    /**
     * Runs it; blocks until it is over, or, if everything is to be kept running, until the JVM is ended.
     *
     * @return whether everything was as promised
     */
    public boolean run() {
        Path folder = Folders.temporary("sandbox-demo-");
        boolean passed = false;
        try {
            passed = run(folder);
        } finally {
            if (passed) {
                Folders.delete(folder);
            } else {
                out.println("Logs, settings and data are kept in " + folder);
            }
        }
        return passed;
    }

    private boolean run(Path folder) {
        out.println("Starting a broker, a partner API and " + options.workers() + " workers in " + folder);
        try (EmbeddedKafka kafka = new EmbeddedKafka(
                                new BrokerSettings(options.kafkaPort(), folder.resolve("kafka"), null, Map.of()))
                        .start();
                PartnerApi partner = startPartner(folder);
                Workers workers = workers(folder, kafka, partner)) {
            Topics.create(kafka);
            workers.start();
            Run run = load(kafka, partner, workers);
            Verdict verdict = Verdict.of(run, options.allowance());
            out.println();
            out.print(report.whole(Summary.of(run), verdict));
            if (!verdict.passed()) {
                writeFindings(folder, verdict);
            }
            if (options.keep()) {
                keep(kafka, partner, workers);
            }
            return verdict.passed();
        }
    }

    private PartnerApi startPartner(Path folder) {
        return PartnerApi.start(PartnerApiOptions.in(folder.resolve("partner"))
                .withSeed(options.seed())
                .withRules(rules -> rules.withCallLimit(
                        options.limit().calls(), options.limit().window())));
    }

    private Workers workers(Path folder, EmbeddedKafka kafka, PartnerApi partner) {
        List<WorkerProcess> processes =
                WorkerSettings.of(options, folder, kafka.bootstrapServers(), partner, Credentials.SANDBOX).stream()
                        .map(settings -> new WorkerProcess(
                                options.workerJar(),
                                options.java(),
                                settings,
                                folder.resolve(settings.get("worker.id") + ".log")))
                        .toList();
        processes.forEach(worker -> out.println("  " + worker + " logs to " + worker.logFile()));
        return new Workers(processes, out::println, System::nanoTime);
    }

    /** Produces the load, waits for its end, stops the workers, and gathers what can be seen from outside. */
    private Run load(EmbeddedKafka kafka, PartnerApi partner, Workers workers) {
        List<Planned> planned = new Load(options.seed(), Population.STANDARD).next(options.commands());
        out.println("Producing " + planned.size() + " commands at once, limit "
                + options.limit().calls() + " calls in " + options.limit().window());
        long start = System.nanoTime();
        try (Observer observer = new Observer(
                                kafka.bootstrapServers(), Topics.RESULTS, Topics.DEAD_LETTERS, System::nanoTime)
                        .start();
                Sender sender = new Sender(kafka.bootstrapServers(), Topics.COMMANDS, System::nanoTime)) {
            List<Sent> sent = sender.send(planned);
            try (Progress progress = new Progress()) {
                progress.eachSecond(() -> out.println(progress(start, observer, partner)));
                observer.await(sent.size() / 3, stall(), workers::anyAlive);
                workers.disturb(options.disturbance());
                observer.await(sent.size(), stall(), workers::anyAlive);
            }
            if (!options.keep()) {
                workers.stop();
            }
            observer.finish(READ_ON);
            return new Run(
                    new Evidence(
                            sent,
                            observer.endings(),
                            observer.unreadable(),
                            Call.of(partner.ledger().entries()),
                            workers.incidents()),
                    partner.ledger().tokenRequests(),
                    partner.ledger().worstWindow(),
                    workers.badExits());
        }
    }

    private String progress(long start, Observer observer, PartnerApi partner) {
        long now = System.nanoTime();
        List<Call> calls = Call.of(partner.ledger().entries());
        long from = now - options.limit().window().toNanos();
        int inWindow =
                (int) calls.stream().filter(call -> call.nanos() - from > 0).count();
        return report.progress(
                Duration.ofNanos(now - start),
                options.commands(),
                observer.counts(),
                calls.size(),
                inWindow,
                partner.ledger().tokenRequests());
    }

    private Duration stall() {
        return options.limit().window().multipliedBy(2).plus(STALL_BEYOND_WINDOWS);
    }

    private void writeFindings(Path folder, Verdict verdict) {
        Path file = folder.resolve("findings.txt");
        try {
            Files.write(
                    file,
                    verdict.findings().stream()
                            .map(finding -> finding.problem() + " " + finding)
                            .toList());
            out.println("All " + verdict.findings().size() + " findings: " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the findings to " + file, e);
        }
    }

    private void keep(EmbeddedKafka kafka, PartnerApi partner, Workers workers) {
        out.println(report.whatToTry(kafka.bootstrapServers(), partner.controlUrl(), workers.pages()));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
