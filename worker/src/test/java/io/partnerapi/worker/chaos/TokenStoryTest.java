package io.partnerapi.worker.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.schemas.TokenRefreshed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens are good for 20 s here, so the next is due after 14 s, and for one who is cut off after 16.5 s. */
class TokenStoryTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    private static final String A = "worker-1-1";
    private static final String B = "worker-2-1";
    private static final String C = "worker-3-2";

    private final List<LedgerEntry> requests = new ArrayList<>();
    private final List<TokenRefreshed> reports = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final List<Incident> cuts = new ArrayList<>();

    @Test
    void oneRequestPerExpiryIsRight() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(28.2, A);

        // When
        TokenStory story = story();

        // Then
        assertThat(story.breaches()).isEmpty();
        assertThat(story.toString()).startsWith("3 requests: first and due 3,");
    }

    @Test
    void anotherOneIsNot() {
        // Given
        asked(0, A);
        asked(5, B);

        // When
        // Then
        assertThat(story().breaches()).singleElement().asString().contains("5000 ms after that of " + A);
    }

    @Test
    void anOwnerThatWasKilledWithItsAnswerExcusesOne() {
        // Given
        asked(0, A);
        asked(14, null);
        asked(29, B);
        asked(29.5, C);
        incidents.add(Seen.killed(A, 14.1));

        // When
        TokenStory story = story();

        // Then
        assertThat(story.breaches()).singleElement().asString().contains("500 ms after that of " + B);
    }

    @Test
    void anOwnerThatHadToldTheOthersExcusesNone() {
        // Given
        asked(0, A);
        asked(5, B);
        incidents.add(Seen.killed(A, 3));

        // When
        // Then
        assertThat(story().breaches()).hasSize(1);
    }

    @Test
    void theMisfortuneOfAnotherExcusesNone() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(20, A);
        incidents.add(Seen.killed(C, 14));

        // When
        // Then
        assertThat(story().breaches()).hasSize(1);
    }

    @Test
    void whoeverIsCutOffMayAskNearTheEndOfItsTokenAndTheOthersDoNotCountIt() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(16.6, C);
        asked(28, A);
        cuts.add(Seen.incident("127.0.0.4", 5, 26));

        // When
        TokenStory story = story();

        // Then
        assertThat(story.breaches()).isEmpty();
        assertThat(story.toString()).startsWith("4 requests: first and due 3,").contains("alone 1");
    }

    @Test
    void whoeverWasCutOffTakesTheTokenOfTheOthersAgain() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(16.6, C);
        asked(28.1, C);
        cuts.add(Seen.incident("127.0.0.4", 5, 26));

        // When
        TokenStory story = story();

        // Then
        assertThat(story.breaches()).isEmpty();
        assertThat(story.toString()).startsWith("4 requests: first and due 3,");
    }

    @Test
    void butNotSoonerAndNotTwice() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(15, C);
        asked(17, C);
        asked(20, C);
        cuts.add(Seen.incident("127.0.0.4", 5, 30));

        // When
        // Then
        assertThat(story().breaches()).hasSize(3);
    }

    @Test
    void aCutOfOneExcusesNoOther() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(16.6, A);
        cuts.add(Seen.incident("127.0.0.4", 5, 30));

        // When
        // Then
        assertThat(story().breaches()).hasSize(1);
    }

    @Test
    void whoeverIsLeftByAllOthersIsAloneToo() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(17, C);
        incidents.add(Seen.killed(A, 1));
        incidents.add(Seen.incident(B + " frozen", 2, 12));

        // When
        TokenStory story = story();

        // Then
        assertThat(story.breaches()).isEmpty();
    }

    @Test
    void whoeverStillHasACompanionIsNot() {
        // Given
        asked(0, A);
        asked(14, B);
        asked(17, C);
        incidents.add(Seen.killed(A, 1));

        // When
        // Then
        assertThat(story().breaches()).hasSize(1);
    }

    private TokenStory story() {
        return new TokenStory(Duration.ofSeconds(20), requests, reports, incidents, new Absences(3, incidents, cuts));
    }

    private void asked(double second, @Nullable String worker) {
        Duration after = Seen.seconds(second);
        long seq = requests.size() + 1;
        requests.add(new LedgerEntry(
                seq,
                START.plus(after),
                after.toNanos(),
                "127.0.0.1",
                Endpoint.TOKEN,
                "POST",
                "/oauth/token",
                null,
                seq,
                200,
                null,
                null,
                100,
                false));
        if (worker != null) {
            reports.add(new TokenRefreshed(
                    START.plus(after).plusMillis(80),
                    "client",
                    seq,
                    START.plus(after).plusSeconds(20),
                    100,
                    worker));
        }
    }
}
