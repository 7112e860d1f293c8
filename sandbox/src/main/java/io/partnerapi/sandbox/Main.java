package io.partnerapi.sandbox;

import io.partnerapi.sandbox.partner.PartnerApiCommand;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The sandbox's entry: {@code demo}, {@code kafka} or {@code partner-api}. */
@Command(
        name = "sandbox",
        description = "Everything a worker needs around it, on one machine.",
        subcommands = {DemoCommand.class, KafkaCommand.class, PartnerApiCommand.class},
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs the command that the arguments name and exits: 0 well, 1 not, 2 if the arguments are wrong. */
    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/partnerapi/sandbox/logback.xml");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        String version = Main.class.getPackage().getImplementationVersion();
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .version(version));
        return line.setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** What went wrong in words if it was foreseen, else where. */
    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof IllegalStateException || e instanceof UncheckedIOException) {
            line.getErr().println(e.getMessage());
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                line.getErr().println("  because: " + cause);
            }
        } else {
            e.printStackTrace(line.getErr());
        }
        return 1;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: demo, kafka or partner-api.");
    }
}
