package io.partnerapi.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Problem;
import io.partnerapi.sandbox.partner.CallLimit;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report REPORT = new Report(new CallLimit(300, Duration.ofSeconds(10)));
    private static final Summary SUMMARY = new Summary(
            2_000,
            180,
            Map.of(How.ANSWERED, 1_960, How.REFUSED, 29, How.DEAD_LETTER, 11),
            1_961,
            0,
            690,
            1,
            300,
            Duration.ofMillis(68_250),
            Duration.ofMillis(33_000),
            Duration.ofMillis(66_120),
            List.of(60, 30, 30, 30, 0, 15));

    @Test
    void showsAPerfectRun() {
        // When
        String text = REPORT.whole(SUMMARY, new Verdict(List.of()));

        // Then
        assertThat(text).isEqualToNormalizingNewlines("""
                        PASSED: 2000 commands in 68.25 s
                          endings  ANSWERED 1960, REFUSED 29, DEAD_LETTER 11
                                   0 missing, 0 duplicate
                          order    0 results and 0 calls out of order within 180 keys
                          partner  1961 calls, 690 effects, 0 of them a second time
                          limit    at most 300 calls in any 10 s, limit 300; 0 answers 429
                          token    1 requests
                          latency  p50 33 s, p99 66.12 s from producing a command to its result, waiting for the limit included
                          calls/s  █▄▄▄ ▂
                                   highest 60, one bar is 1 s; the limit allows 30 on average
                        """);
    }

    @Test
    void saysWhatIsWrongWithWhich() {
        // Given
        Verdict verdict = new Verdict(List.of(
                new Finding(Problem.MISSING, "demo-1-7 (card, key card-3, record 4@12)", "expected ANSWERED"),
                new Finding(Problem.DOUBLE_EFFECT, "demo-1-9", "2 effects in 2 calls")));

        // When
        String text = REPORT.whole(SUMMARY, verdict);

        // Then
        assertThat(text)
                .startsWith("FAILED: ")
                .contains("1 missing, 0 duplicate", "1 of them a second time")
                .contains(
                        "1 x no result:",
                        "  demo-1-7 (card, key card-3, record 4@12): expected ANSWERED",
                        "1 x a second effect at the partner:",
                        "  demo-1-9: 2 effects in 2 calls");
    }

    @Test
    void cutsALongListShortAndSaysSo() {
        // Given
        Verdict verdict = new Verdict(IntStream.range(0, 25)
                .mapToObj(i -> new Finding(Problem.MISSING, "demo-1-" + i, ""))
                .toList());

        // When
        String text = REPORT.whole(SUMMARY, verdict);

        // Then
        assertThat(text).contains("25 x no result:", "demo-1-19", "and 5 more").doesNotContain("demo-1-20");
    }

    @Test
    void fitsProgressIntoALine() {
        // When
        String line =
                REPORT.progress(Duration.ofSeconds(12), 2_000, Map.of(How.REFUSED, 2, How.ANSWERED, 340), 350, 298, 1);

        // Then
        assertThat(line)
                .isEqualTo("  12 s  ended 342 of 2000 (ANSWERED 340, REFUSED 2)  calls 350"
                        + "  in the last 10 s 298 of 300  token requests 1");
    }

    @Test
    void saysWhatToTry() {
        // When
        String text = REPORT.whatToTry(
                "127.0.0.1:1", URI.create("http://127.0.0.1:2"), List.of(URI.create("http://127.0.0.1:3")));

        // Then
        assertThat(text)
                .contains(
                        "kcat -P -b 127.0.0.1:1 -t partner.commands -k card-1",
                        "-X isolation.level=read_committed -o end -f '%k %s\\n'",
                        "the partner:  http://127.0.0.1:2",
                        "the workers:  http://127.0.0.1:3");
    }
}
