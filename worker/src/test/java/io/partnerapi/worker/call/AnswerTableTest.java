package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.call.RawPartner.Script;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows from a whole answer: a row for each status that matters, over real TLS. */
class AnswerTableTest extends CallsOverTls {
    private static final Duration LONG = Duration.ofSeconds(30);

    static Stream<Arguments> rows() {
        return Stream.of(
                        row(200, "ANSWERED", "ANSWERED"),
                        row(204, "ANSWERED", "ANSWERED"),
                        row(302, "ANSWERED", "ANSWERED", "location", "https://127.0.0.1/elsewhere"),
                        row(400, "ANSWERED", "ANSWERED"),
                        row(401, "again: PARTNER", "ANSWERED"),
                        row(404, "ANSWERED", "ANSWERED"),
                        row(408, "again: PARTNER", "ANSWERED"),
                        row(409, "ANSWERED", "ANSWERED"),
                        row(421, "again: PARTNER", "again: PARTNER"),
                        row(425, "again: PARTNER", "again: PARTNER"),
                        row(429, "again: EGRESS", "again: EGRESS", "server", "awselb/2.0"),
                        row(429, "again: PARTNER", "ANSWERED"),
                        row(429, "again: PARTNER", "ANSWERED", "server", "nginx"),
                        row(500, "again: PARTNER", "ANSWERED"),
                        row(502, "again: PARTNER", "ANSWERED"),
                        row(503, "again: PARTNER", "ANSWERED", "server", "awselb/2.0"),
                        row(504, "again: PARTNER", "ANSWERED"),
                        row(599, "again: PARTNER", "ANSWERED"))
                .flatMap(row -> Stream.of(Wire.values()).map(wire -> Arguments.of(wire, row)));
    }

    private record Row(int status, String header, Script script, String repeatable, String notRepeatable) {
        @Override
        public String toString() {
            return status + " " + header + ": " + repeatable + ", " + notRepeatable;
        }
    }

    private static Row row(int status, String repeatable, String notRepeatable, String... header) {
        Script script = peer -> {
            peer.request();
            peer.answer(status, header);
            peer.closed();
        };
        return new Row(status, String.join(" ", header), script, repeatable, notRepeatable);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rows")
    void whatFollowsFromAnAnswer(Wire wire, Row row) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, row.script())) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);

            // When
            CallResult known = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo("Answered " + row.status());
            assertThat(TestCaller.follows(known, true)).isEqualTo(row.repeatable());
            assertThat(TestCaller.follows(known, false)).isEqualTo(row.notRepeatable());
            assertThat(partner.requests()).as("no second write").isEqualTo(1);
        }
    }
}
