package io.partnerapi.sandbox;

import io.partnerapi.sandbox.demo.Demo;
import io.partnerapi.sandbox.demo.DemoOptions;
import io.partnerapi.sandbox.demo.Disturbance;
import io.partnerapi.sandbox.partner.CallLimit;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sandbox demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a broker, a partner API and workers, gives them commands, and judges from outside whether each had"
                    + " exactly one result, nothing happened twice, and the limit and the token quota were kept.",
            "Exits with 0 only then."
        })
final class DemoCommand implements Callable<Integer> {
    private static final CallLimit SCALED_DOWN = new CallLimit(900, Duration.ofSeconds(30));
    private static final Duration SCALED_DOWN_GUARD = Duration.ofSeconds(3);
    private static final Duration REAL_GUARD = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Option(names = "--commands", defaultValue = "2000", description = "Commands to produce (${DEFAULT-VALUE}).")
    private int commands;

    @Option(names = "--workers", defaultValue = "3", description = "Worker processes (${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the load (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--limit", description = "Calls in a window that the partner allows (900).")
    private @Nullable Integer limit;

    @Option(names = "--window", description = "Length of the window, ISO 8601 (PT30S).")
    private @Nullable Duration window;

    @Option(names = "--guard", description = "By how much workers widen the window, ISO 8601 (PT3S; real: PT5S).")
    private @Nullable Duration guard;

    @Option(names = "--real-limits", description = "The published limit, 900 calls in 5 minutes: takes its time.")
    private boolean realLimits;

    @Option(
            names = "--kill-one",
            paramLabel = "term|kill",
            description = "In the middle, send SIGTERM (all must still be perfect) or SIGKILL to one worker.")
    private @Nullable Signal killOne;

    @Option(names = "--rolling", description = "In the middle, stop and start each worker in turn.")
    private boolean rolling;

    @Option(names = "--keep", description = "Keep everything running afterwards and say what to try.")
    private boolean keep;

    @Option(names = "--kafka-port", defaultValue = "0", description = "Port of the broker; any free one if not given.")
    private int kafkaPort;

    @Option(names = "--worker-jar", description = "The worker's program (worker/target/worker.jar of this build).")
    private @Nullable Path workerJar;

    private enum Signal {
        TERM,
        KILL
    }

    @Override
    public Integer call() {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        return new Demo(options(), out).run() ? 0 : 1;
    }

    DemoOptions options() {
        CallLimit base = realLimits ? CallLimit.STANDARD : SCALED_DOWN;
        Duration baseGuard = realLimits ? REAL_GUARD : SCALED_DOWN_GUARD;
        try {
            return new DemoOptions(
                    commands,
                    workers,
                    seed,
                    new CallLimit(limit == null ? base.calls() : limit, window == null ? base.window() : window),
                    guard == null ? baseGuard : guard,
                    disturbance(),
                    keep,
                    kafkaPort,
                    workerJar == null ? builtWorker() : existing(workerJar),
                    Path.of(System.getProperty("java.home"), "bin", "java"));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Disturbance disturbance() {
        if (rolling && killOne != null) {
            throw new IllegalArgumentException("--rolling and --kill-one exclude each other");
        }
        if (killOne != null) {
            return killOne == Signal.TERM ? Disturbance.TERM : Disturbance.KILL;
        }
        return rolling ? Disturbance.ROLLING : Disturbance.NONE;
    }

    private static Path existing(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException("--worker-jar is " + jar + ", but there is no such file");
        }
        return jar.toAbsolutePath();
    }

    /** The worker beside this program, or where the build puts it as seen from where the build puts this program. */
    private static Path builtWorker() {
        try {
            Path here = Path.of(DemoCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<Path> places = List.of(
                    here.resolveSibling("worker.jar"),
                    here.resolveSibling("../../worker/target/worker.jar").normalize());
            return places.stream()
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no worker at any of " + places
                            + "; build it (mvn package) or name --worker-jar"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where this program lies", e);
        }
    }
}
