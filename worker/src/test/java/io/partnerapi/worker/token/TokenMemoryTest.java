package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Braked;
import io.partnerapi.worker.token.ClaimAnswer.Busy;
import io.partnerapi.worker.token.ClaimAnswer.Go;
import io.partnerapi.worker.token.ClaimAnswer.OverBudget;
import io.partnerapi.worker.token.ClaimAnswer.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of an entry when all workers end, and what it does to those that start after them. */
class TokenMemoryTest {

    private static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");
    private static final String SECRET = "top-secret";
    private static final Credentials CREDENTIALS = new Credentials(SECRET, "creds");
    private static final TokenSealing SEALING = new TokenSealing("client|audience|https://host/token");
    private static final SealedToken TOKEN =
            new SealedToken(7, "creds", "sealed", TEN.plusSeconds(3_600), TEN.plusSeconds(3_840));
    private static final Brake BRAKE = new Brake(TEN.plusSeconds(600), true, 3, "reason", "advice");
    private static final QuotaWindow SPENT = new QuotaWindow("per_hour", 42, 0, TEN, TEN.plusSeconds(1_800));

    @Test
    void aTokenThatWasKeptIsUsedAgain() {
        // Given
        TokenEntry known = restarted(entry(TOKEN, null, List.of()));

        // When
        Applied<ClaimAnswer> applied = acquire(TokenEntry.EMPTY, known);

        // Then
        assertThat(applied.answer()).isInstanceOf(Valid.class);
        assertThat(applied.entry().token()).isEqualTo(TOKEN);
    }

    @Test
    void generationsGoOnWhereTheyEnded() {
        // Given
        SealedToken over = new SealedToken(7, "creds", "sealed", TEN.minusSeconds(20), TEN.minusSeconds(10));
        TokenEntry known = restarted(entry(over, null, List.of()));

        // When
        Applied<ClaimAnswer> applied = acquire(TokenEntry.EMPTY, known);

        // Then
        assertThat(applied.answer()).isEqualTo(new Go(9));
        assertThat(applied.entry().requests()).containsExactly(TEN.minusSeconds(60), TEN);
    }

    @Test
    void aBrakeAndASpentQuotaOutliveTheWorkers() {
        // Given
        TokenEntry braked = restarted(entry(null, BRAKE, List.of()));
        TokenEntry spent = restarted(entry(null, null, List.of(SPENT)));

        // When
        // Then
        assertThat(acquire(TokenEntry.EMPTY, braked).answer())
                .isEqualTo(new Braked(Duration.ofSeconds(600), "reason", "advice"));
        assertThat(acquire(TokenEntry.EMPTY, spent).answer())
                .isEqualTo(new OverBudget(Duration.ofSeconds(1_800), "per_hour"));
    }

    @Test
    void neitherAClaimNorARefusalOutlivesTheWorkers() {
        // Given
        Claim claim = new Claim(8, "claim", "worker", TEN, TEN.plusSeconds(15));
        TokenEntry full = new TokenEntry(
                null,
                8,
                claim,
                null,
                List.of(new Block("creds", Instant.MAX, "reason", "advice")),
                List.of(),
                List.of(),
                null);

        // When
        Applied<ClaimAnswer> applied = acquire(TokenEntry.EMPTY, restarted(full));

        // Then
        assertThat(applied.answer()).isEqualTo(new Go(9));
    }

    @Test
    void whatTheGridKnowsBetterStands() {
        // Given
        TokenEntry known = restarted(entry(TOKEN, BRAKE, List.of(SPENT)));
        TokenEntry grid = new TokenEntry(null, 8, null, null, List.of(), List.of(), List.of(), null);

        // When
        Applied<ClaimAnswer> applied = acquire(grid, known);

        // Then
        assertThat(applied.answer()).isEqualTo(new Go(9));
        assertThat(applied.entry().token()).isNull();
    }

    @Test
    void whatOneWorkerKnowsOfATimeAloneBrakesNobodyElseAndEndsNoClaim() {
        // Given
        SealedToken over = new SealedToken(5, "creds", "sealed", TEN.minusSeconds(20), TEN.minusSeconds(10));
        TokenEntry living = new TokenEntry(over, 5, null, null, List.of(), List.of(), List.of(), null);
        Claim claim = new Claim(6, "other", "worker-b", TEN, TEN.plusSeconds(15));
        TokenEntry claimed = new TokenEntry(over, 6, claim, null, List.of(), List.of(), List.of(), null);
        TokenEntry known = entry(null, BRAKE, List.of());

        // When
        Applied<ClaimAnswer> free = acquire(living, known);
        Applied<ClaimAnswer> busy = acquire(claimed, known);

        // Then
        assertThat(free.answer()).isEqualTo(new Go(9));
        assertThat(free.entry().requests()).containsExactly(TEN.minusSeconds(60), TEN);
        assertThat(busy.answer()).isEqualTo(new Busy("worker-b", Duration.ofSeconds(15)));
        assertThat(busy.entry()).isEqualTo(claimed);
    }

    @Test
    void aBrakeThatIsNotThePartnersLimitEndsWithTheWorkers() {
        // Given
        Brake own = new Brake(TEN.plusSeconds(600), false, 3, "reason", "advice");

        // When
        Applied<ClaimAnswer> applied = acquire(TokenEntry.EMPTY, restarted(entry(null, own, List.of())));

        // Then
        assertThat(applied.answer()).isEqualTo(new Go(9));
    }

    @Test
    void theTokenOfOthersIsLeftForThemToKeep() {
        // Given
        MemoryValue value = MemoryValue.of("theirs");

        // When
        new TokenMemory(SEALING, value).keep(new Credentials("wrong", "others"), entry(TOKEN, null, List.of()));

        // Then
        assertThat(value.kept()).contains("theirs");
    }

    @Test
    void anotherSecretOpensNothing() {
        // Given
        MemoryValue value = MemoryValue.empty();
        new TokenMemory(SEALING, value).keep(CREDENTIALS, entry(TOKEN, null, List.of()));

        // When
        TokenEntry known = new TokenMemory(SEALING, value.atNextStart()).known("another");

        // Then
        assertThat(known).isEqualTo(TokenEntry.EMPTY);
        assertThat(value.kept().orElseThrow()).doesNotContain("sealed").doesNotContain("creds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "not JSON",
                "{}",
                "{\"version\":2}",
                "{\"version\":1}",
                "{\"version\":\"1\"}",
                "{\"version\":1,\"claimGeneration\":1,\"quota\":[1],\"requests\":[]}",
                "{\"version\":1,\"claimGeneration\":1,\"quota\":[],\"requests\":[\"yesterday\"]}",
                "{\"version\":1,\"claimGeneration\":null,\"quota\":[],\"requests\":[]}",
                "{\"version\":1,\"claimGeneration\":1,\"quota\":[],\"requests\":[],\"token\":{\"generation\":1}}"
            })
    void whatCannotBeReadIsAsNone(String text) {
        // Given
        MemoryValue foreign = MemoryValue.of(text);
        MemoryValue sealed = MemoryValue.of(SEALING.seal(SECRET, "kept", text));
        MemoryValue sealedAsSomethingElse =
                MemoryValue.of(SEALING.seal(SECRET, "other", KeptEntry.write(entry(TOKEN, null, List.of()))));

        // When
        // Then
        assertThat(new TokenMemory(SEALING, foreign).known(SECRET)).isEqualTo(TokenEntry.EMPTY);
        assertThat(new TokenMemory(SEALING, sealed).known(SECRET)).isEqualTo(TokenEntry.EMPTY);
        assertThat(new TokenMemory(SEALING, sealedAsSomethingElse).known(SECRET))
                .isEqualTo(TokenEntry.EMPTY);
    }

    @Property(tries = 300)
    void everythingElseComesBackAsItWas(@ForAll("entries") TokenEntry entry) {
        // When
        TokenEntry known = restarted(entry);

        // Then
        assertThat(known).isEqualTo(entry);
    }

    @Provide
    Arbitrary<TokenEntry> entries() {
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(0, 4_000_000_000_000_000L)
                .map(micros -> Instant.EPOCH.plus(Duration.ofNanos(micros * 1_000)));
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20);
        Arbitrary<SealedToken> tokens = Combinators.combine(
                        Arbitraries.longs(), Arbitraries.just("creds"), texts, times, times)
                .as(SealedToken::new);
        Arbitrary<Brake> brakes = Combinators.combine(times, Arbitraries.integers(), texts, texts)
                .as((until, failures, reason, advice) -> new Brake(until, true, failures, reason, advice));
        Arbitrary<QuotaWindow> windows = Combinators.combine(
                        texts, Arbitraries.longs(), Arbitraries.longs(), times, times.injectNull(0.3))
                .as(QuotaWindow::new);
        return Combinators.combine(
                        tokens.injectNull(0.2),
                        Arbitraries.longs(),
                        brakes.injectNull(0.5),
                        windows.list().ofMaxSize(5),
                        times.list().ofMaxSize(20),
                        times.injectNull(0.5))
                .as((token, claimed, brake, quota, requests, replaced) ->
                        new TokenEntry(token, claimed, null, brake, List.of(), quota, requests, replaced));
    }

    private static TokenEntry entry(@Nullable SealedToken token, @Nullable Brake brake, List<QuotaWindow> quota) {
        return new TokenEntry(token, 8, null, brake, List.of(), quota, List.of(TEN.minusSeconds(60)), null);
    }

    /** The entry as workers know it that start when all others have ended. */
    private static TokenEntry restarted(TokenEntry entry) {
        MemoryValue value = MemoryValue.empty();
        new TokenMemory(SEALING, value).keep(CREDENTIALS, entry);
        return new TokenMemory(SEALING, value.atNextStart()).known(SECRET);
    }

    private static Applied<ClaimAnswer> acquire(TokenEntry entry, TokenEntry known) {
        return new Acquire("creds", "claim", "worker", Duration.ofSeconds(15), 0, false, known).apply(entry, TEN);
    }
}
