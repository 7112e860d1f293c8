package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLifeTest {

    @ParameterizedTest
    @CsvSource({
        "PT24H,  PT15S,  PT23H57M50S,  PT23H59M50S",
        "PT10H,  PT35S,  PT9H55M10S,   PT9H59M50S",
        "PT10H,  PT5M,   PT9H54M50S,   PT9H59M50S",
        "PT4M,   PT15S,  PT2M50S,      PT3M50S",
        "PT4S,   PT15S,  PT2.8S,       PT3.8S",
        "PT1S,   PT15S,  PT0.7S,       PT0.95S",
    })
    void leavesAMarginOfSeveralLeasesOrAQuarterOfAShortLife(
            Duration lifetime, Duration lease, Duration fresh, Duration usable) {
        // When
        TokenLife life = TokenLife.of(lifetime, lease);

        // Then
        assertThat(life).isEqualTo(new TokenLife(fresh, usable));
    }
}
