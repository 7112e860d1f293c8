package io.partnerapi.worker.config;

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
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

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
                .setExecutionExceptionHandler((failure, command, parsed) -> exitCode(failure, command));
    }

    private static int exitCode(Exception failure, CommandLine command) {
        if (failure instanceof ConfigurationException) {
            command.getErr().println(failure.getMessage());
            return BAD_INPUT;
        }
        LOG.error("The worker could not go on", failure);
        return FAILED;
    }

    @Override
    public Integer call() throws Exception {
        return run();
    }

    @Command(name = "run", description = "Runs a worker; this is also what happens without a command.")
    int run() throws Exception {
        return runner.run(new SettingsLoader(environment, WorkerCommand::freshWorkerId, LOG::warn).load(config));
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
