package io.partnerapi.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The sandbox's entry: {@code demo}, {@code kafka} or {@code partner-api}. */
@Command(
        name = "sandbox",
        description = "Everything a worker needs around it, on one machine.",
        subcommands = {DemoCommand.class, KafkaCommand.class, PartnerApiCommand.class},
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
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
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(line.getColorScheme().errorText(String.valueOf(e.getMessage())));
                    return 1;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: demo, kafka or partner-api.");
    }
}
