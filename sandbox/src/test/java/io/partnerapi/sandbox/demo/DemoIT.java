package io.partnerapi.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.sandbox.partner.CallLimit;
import io.partnerapi.sandbox.process.Folders;
import io.partnerapi.sandbox.process.ProgramJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with workers simple enough to know beforehand what it must find. */
@Tag("long")
class DemoIT {
    private static final Pattern KEPT = Pattern.compile("are kept in (\\S+)");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void passesOneWorkerThatDoesItsWork() throws IOException {
        // When
        boolean passed = demo(NaiveWorker.class, 1, 200).run();

        // Then
        assertThat(text()).contains("PASSED: 200 commands", "endings  ANSWERED 196, REFUSED 2, DEAD_LETTER 2");
        assertThat(passed).isTrue();
        assertThat(startedIn()).doesNotExist();
    }

    @Test
    void findsSecondEffectsAndForbiddenCalls() throws IOException {
        // When
        boolean passed = demo(CarelessWorker.class, 1, 200).run();

        // Then
        assertThat(passed).isFalse();
        assertThat(text())
                .contains("FAILED: 200 commands", "x a second effect at the partner:", "1 x must not be called")
                .contains("0 missing, 0 duplicate");
        assertThat(kept().resolve("findings.txt")).content(UTF_8).contains("DOUBLE_EFFECT");
        Folders.delete(kept());
    }

    @Test
    void findsATokenRequestTooMany() throws IOException {
        // When
        boolean passed = demo(NaiveWorker.class, 2, 20).run();

        // Then
        assertThat(passed).isFalse();
        assertThat(text()).contains("the token endpoint: 2 requests, allowed 1");
        Folders.delete(kept());
    }

    @Test
    void saysWhyAWorkerDidNotStart() {
        // Given
        DemoOptions options = options(folder.resolve("missing.jar"), 1, 1);
        Demo demo = new Demo(options, new PrintStream(out, true, UTF_8));

        // When / Then
        assertThatThrownBy(demo::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("worker-1 ended with exit code 1", "missing.jar");
        Folders.delete(kept());
    }

    private Demo demo(Class<?> worker, int workers, int commands) throws IOException {
        Path jar = ProgramJar.write(folder.resolve("worker.jar"), worker);
        return new Demo(options(jar, workers, commands), new PrintStream(out, true, UTF_8));
    }

    private static DemoOptions options(Path jar, int workers, int commands) {
        return new DemoOptions(
                commands,
                workers,
                1,
                new CallLimit(10_000, Duration.ofSeconds(10)),
                Duration.ZERO,
                Disturbance.NONE,
                false,
                0,
                jar,
                Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    private String text() {
        return out.toString(UTF_8);
    }

    private Path startedIn() {
        return found(Pattern.compile("1 workers in (\\S+)"));
    }

    private Path kept() {
        return found(KEPT);
    }

    private Path found(Pattern pattern) {
        Matcher matcher = pattern.matcher(text());
        assertThat(matcher.find()).as(text()).isTrue();
        return Path.of(matcher.group(1));
    }
}
