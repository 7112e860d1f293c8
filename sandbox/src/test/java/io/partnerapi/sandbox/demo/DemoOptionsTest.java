package io.partnerapi.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.sandbox.partner.CallLimit;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
    @Test
    void allowsNothingButPerfectionUnlessAWorkerIsKilled() {
        assertThat(options(10, 3, Disturbance.ROLLING).allowance()).isEqualTo(new Allowance(300, 1));
        assertThat(options(10, 3, Disturbance.TERM).allowance()).isEqualTo(new Allowance(300, 1));
        assertThat(options(10, 3, Disturbance.KILL).allowance()).isEqualTo(new Allowance(300, 2));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> options(0, 3, Disturbance.NONE))
                .hasMessage("--commands is 0; it must be 1 to 1000000");
        assertThatThrownBy(() -> options(1, 21, Disturbance.NONE)).hasMessage("--workers is 21; it must be 1 to 20");
        assertThatThrownBy(() -> options(1, 1, Disturbance.KILL)).hasMessageContaining("needs --workers 2 or more");
    }

    private static DemoOptions options(int commands, int workers, Disturbance disturbance) {
        return new DemoOptions(
                commands,
                workers,
                1,
                new CallLimit(300, Duration.ofSeconds(10)),
                Duration.ZERO,
                disturbance,
                false,
                0,
                Path.of("worker.jar"),
                Path.of("java"));
    }
}
