package io.partnerapi.sandbox.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentTest {
    private final Incident incident = new Incident("a worker killed", seconds(100), seconds(110));

    @ParameterizedTest
    @CsvSource({
        "100, 110, true",
        "105, 106, true",
        "0, 1000, true",
        "80, 88, true",
        "80, 87, false",
        "122, 130, true",
        "123, 130, false"
    })
    void reachesWhatLiesWithinTwelveSecondsOfIt(long begin, long end, boolean reached) {
        // When
        boolean answer = incident.reaches(seconds(begin), seconds(end));

        // Then
        assertThat(answer).isEqualTo(reached);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
