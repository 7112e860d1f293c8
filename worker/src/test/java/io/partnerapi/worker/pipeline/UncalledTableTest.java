package io.partnerapi.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.ResultCodec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a command, by how it reads, whether its deadline has passed, and whether a former owner started it. */
class UncalledTableTest {
    private static final String DEADLINE_PASSED = ",\"deadline\":\"2026-01-01T00:00:00Z\"";

    private static final Map<String, String> COMMANDS = Map.of(
            "unsafe",
                    "{\"id\":\"1\",\"method\":\"POST\",\"path\":\"/cards/c-1\",\"body\":{\"type\":\"VIRTUAL\",\"label\":\"l\"}%s}",
            "safe", "{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"%s}",
            "at fault", "{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\",\"typo\":1%s}",
            "unreadable", "not a command%s");

    private PipelineFixture with;

    @BeforeEach
    void start() {
        with = new PipelineFixture();
    }

    @AfterEach
    void stop() throws Exception {
        with.close();
    }

    @ParameterizedTest(name = "{0}, deadline passed: {1}, started before: {2}: {3}")
    @CsvSource({
        "unsafe,     false, false, ANSWERED",
        "unsafe,     true,  false, EXPIRED",
        "unsafe,     false, true,  UNKNOWN",
        "unsafe,     true,  true,  UNKNOWN",
        "safe,       false, false, ANSWERED",
        "safe,       true,  false, EXPIRED",
        "safe,       false, true,  ANSWERED",
        "safe,       true,  true,  UNKNOWN",
        "at fault,   false, false, REFUSED",
        "at fault,   true,  false, REFUSED",
        "at fault,   false, true,  UNKNOWN",
        "at fault,   true,  true,  UNKNOWN",
        "unreadable, false, false, dead letter",
        "unreadable, true,  false, dead letter",
        "unreadable, false, true,  dead letter",
        "unreadable, true,  true,  dead letter"
    })
    void nothingThatMayBeOutIsSaidToBeUnsent(String reads, boolean late, boolean startedBefore, String expected)
            throws Exception {
        // Given
        String command = COMMANDS.get(reads).formatted(late ? DEADLINE_PASSED : "");

        // When
        with.pass(command, startedBefore);

        // Then
        assertThat(with.producer.history()).singleElement().satisfies(record -> assertThat(
                        record.topic().equals("dead") ? "dead letter" : outcome(record.value()))
                .isEqualTo(expected));
        assertThat(with.written).isEqualTo(expected.equals("ANSWERED") ? 1 : 0);
    }

    private static String outcome(byte[] result) {
        return new ResultCodec().decode(result).fold(read -> read.outcome().name(), problem -> problem.toString());
    }
}
