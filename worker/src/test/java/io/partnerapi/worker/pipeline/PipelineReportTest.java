package io.partnerapi.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Outcome;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What metrics and status are told of commands that pass the pipeline. */
class PipelineReportTest {
    private static final String READ = "{\"id\":\"c-1\",\"method\":\"GET\",\"path\":\"/organizations\"}";
    private static final String WRITE = "{\"id\":\"c-1\",\"method\":\"POST\",\"path\":\"/cards/ch-1\",\"body\":{}}";

    private final PipelineFixture fixture = new PipelineFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void anAnswerIsCountedOnceWithItsTimes() throws Exception {
        // When
        fixture.pass(READ, false);

        // Then
        assertThat(count("partner.worker.results", "outcome", "answered")).isEqualTo(1);
        assertThat(fixture.meters
                        .get("partner.worker.attempts")
                        .tag("result", "2xx")
                        .counter()
                        .count())
                .isEqualTo(1);
        for (String timer : List.of("key.wait", "call", "settle", "command")) {
            assertThat(fixture.meters.get("partner.worker." + timer).timers().stream()
                            .mapToLong(each -> each.count())
                            .sum())
                    .as(timer)
                    .isEqualTo(1);
        }
        assertThat(fixture.meters.get("partner.worker.in.flight").gauge().value())
                .isZero();
        assertThat(fixture.report.failures().latest()).isEmpty();
    }

    @Test
    void aCommandThatMayHaveBeenProcessedIsAFailureWithItsReason() throws Exception {
        // Given
        fixture.answer = new NoAnswer("reset");

        // When
        fixture.pass(WRITE, false);

        // Then
        assertThat(count("partner.worker.results", "outcome", "unknown")).isEqualTo(1);
        assertThat(fixture.report.failures().latest()).singleElement().satisfies(failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.count()).isEqualTo(1);
        });
    }

    @Test
    void bytesWithoutACommandAreADeadLetterAndNoResult() throws Exception {
        // When
        fixture.pass("no command", false);

        // Then
        assertThat(fixture.meters.get("partner.worker.dead.letters").counter().count())
                .isEqualTo(1);
        assertThat(fixture.meters.get("partner.worker.results").counters().stream()
                        .mapToDouble(each -> each.count())
                        .sum())
                .isZero();
    }

    @Test
    void aCommandTellsWhereItStands() throws Exception {
        // Given
        Execution command = fixture.command(READ, false);
        CommandView fresh = command.view(2, fixture.clock.instant());
        fixture.answer = new Answered(503, Map.of(), new byte[0]);

        // When
        fixture.pass(command);

        // Then
        CommandView failed = command.view(0, fixture.clock.instant());
        CommandView due = command.view(0, fixture.clock.instant().plusSeconds(60));
        assertThat(fresh.stage()).isEqualTo(Stage.TURN);
        assertThat(fresh.before()).isEqualTo(2);
        assertThat(failed.stage()).isEqualTo(Stage.RETRY);
        assertThat(failed.notBefore()).isAfter(fixture.clock.instant());
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(due.stage()).isEqualTo(Stage.TURN);
        assertThat(due.notBefore()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void aRecordWithAStrangeTimeIsSettledOnceLikeAnyOther(long timestamp) throws Exception {
        // When
        Progress progress = fixture.pass(fixture.command(READ, false, timestamp));

        // Then
        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(fixture.result().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(fixture.meters.get("partner.worker.command").timer().totalTime(TimeUnit.DAYS))
                .isLessThan(366);
    }

    @Test
    void whatAStrangerWroteEndsNoFieldOfTheLog() {
        assertThat(LogText.of("k\" outcome=\"ANSWERED\u2028\u001b[31m")).isEqualTo("k? outcome=?ANSWERED??[31m");
        assertThat(LogText.of("x".repeat(1_000))).hasSize(131);
    }

    @Test
    void whatTheLoadBalancerRefusesIsCalledEverMoreRarely() throws Exception {
        // Given
        Execution command = fixture.command(READ, false);
        fixture.answer = new Answered(429, Map.of("server", List.of("awselb/2.0")), new byte[0]);

        // When
        List<Duration> pauses = new ArrayList<>();
        for (int call = 0; call < 4; call++) {
            pauses.add(Objects.requireNonNull(fixture.pass(command).again()));
        }

        // Then
        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(command.attemptNumber()).isEqualTo(1);
    }

    private double count(String name, String tag, String value) {
        return fixture.meters.get(name).tag(tag, value).counter().count();
    }
}
