package io.partnerapi.worker.config;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: reads the settings and hands them to whatever runs a worker. */
@Command(
        name = "partner-worker",
        description = "Executes the API calls that Kafka topics ask for, and publishes one result for each.",
        versionProvider = WorkerCommand.Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        exitCodeOnInvalidInput = WorkerCommand.BAD_INPUT,
        exitCodeOnExecutionException = WorkerCommand.FAILED,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It was asked to stop, and everything it had begun is settled.",
            "1:It could not go on; the log says why.",
            "2:The command line or a setting is wrong; the message names every problem."
        },
        footer = "%nSettings come from defaults, then the file, then the environment (worker.id = WORKER_ID).")
public final class WorkerCommand implements Callable<Integer> {

    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);

    private final Map<String, String> environment;
    private final Runner runner;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File of settings, key=value lines.")
    private @Nullable Path config;

    /** Runs a worker until it ends, and answers the exit code of the process. */
    @FunctionalInterface
    public interface Runner {
        int run(Settings settings) throws Exception;
    }

    private WorkerCommand(Map<String, String> environment, Runner runner) {
        this.environment = environment;
        this.runner = runner;
    }

    /**
     * Does what the arguments say and answers the exit code; prints to standard output and error.
     *
     * @param environment the variables of the process
     */
    public static int execute(String[] args, Map<String, String> environment, Runner runner) {
        return commandLine(environment, runner).execute(args);
    }

    static CommandLine commandLine(Map<String, String> environment, Runner runner) {
        return new CommandLine(new WorkerCommand(environment, runner))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    LOG.error("The worker could not go on", failure);
                    return FAILED;
                });
    }

    @Override
    public Integer call() throws Exception {
        return run();
    }

    @Command(name = "run", description = "Runs a worker; this is also what happens without a command.")
    int run() throws Exception {
        Settings settings;
        try {
            settings = new SettingsLoader(environment, WorkerCommand::freshWorkerId, LOG::warn).load(config);
        } catch (ConfigurationException e) {
            err().println(e.getMessage());
            err().flush();
            return BAD_INPUT;
        }
        return runner.run(settings);
    }

    private PrintWriter err() {
        return spec == null
                ? new PrintWriter(System.err, true)
                : spec.commandLine().getErr();
    }

    private static String freshWorkerId() {
        return "worker-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** The version that the jar's manifest carries. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = WorkerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"partner-worker " + (version == null ? "(built from source)" : version)};
        }
    }
}
