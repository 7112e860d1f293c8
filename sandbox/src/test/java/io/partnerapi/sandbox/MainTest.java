package io.partnerapi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.CallLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"demo", "kafka", "partner-api"})
    void explainsEachCommand(String command) {
        // When
        int exitCode = run(command, "--help");

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("Usage: sandbox " + command);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                     | Name a command: demo, kafka or partner-api.
                    dmeo                                   | Unmatched argument at index 0: 'dmeo'
                    demo --commands 0 --worker-jar pom.xml | --commands is 0; it must be 1 to 1000000
                    demo --worker-jar nowhere.jar          | --worker-jar is nowhere.jar, but there is no such file
                    demo --rolling --kill-one term         | --rolling and --kill-one exclude each other
                    demo --kill-one maybe                  | Invalid value for option '--kill-one'
                    demo --window tomorrow                 | Invalid value for option '--window'
                    kafka --topics commands                | --topics has commands; each must be name:partitions
                    kafka --port 99999                     | port is 99999
                    """)
    void saysWhatIsWrongWithTheArguments(String arguments, String problem) {
        // When
        int exitCode = arguments.isEmpty() ? run() : run(arguments.split(" "));

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains(problem);
    }

    @Test
    void scalesTheLimitDownUnlessTheRealOneIsAskedFor() {
        // Given
        DemoCommand scaled = new DemoCommand();
        DemoCommand real = new DemoCommand();

        // When
        new CommandLine(scaled).parseArgs("--worker-jar", "pom.xml", "--limit", "100");
        new CommandLine(real).parseArgs("--worker-jar", "pom.xml", "--real-limits");

        // Then
        assertThat(scaled.options().limit()).isEqualTo(new CallLimit(100, Duration.ofSeconds(30)));
        assertThat(scaled.options().guard()).isEqualTo(Duration.ofSeconds(3));
        assertThat(real.options().limit()).isEqualTo(CallLimit.STANDARD);
        assertThat(real.options().guard()).isEqualTo(Duration.ofSeconds(5));
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
