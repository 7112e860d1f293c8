package io.partnerapi.worker.budget.ledger;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one worker counts, with a limit of 10 calls in 10 s and a guard of 1 s; times in milliseconds. */
class BudgetLedgerTest {
    private static final RateLimit LIMIT = new RateLimit(10, 10_000, 1_000);
    /** Window plus guard, by a clock that may be fast. */
    private static final long OLD = 11_023;

    private final BudgetLedger ledger = new BudgetLedger("me", LIMIT);
    private int epoch = 1;
    private long offset;

    @Test
    void grantsWhatIsFreeInTheOrderOfTheLog() {
        // Given
        LogPosition base = hello("me", 0);

        // When
        int first = read(claim("a", base, 6, 10), 10);
        int second = read(claim("me", base, 6, 10), 20);
        int third = read(claim("b", base, 6, 10), 30);

        // Then
        assertThat(List.of(first, second, third)).containsExactly(6, 4, 0);
        assertThat(ledger.free(nanos(40))).isZero();
    }

    @Test
    void aPermitCountsForWindowAndGuardFromItsReading() {
        // Given
        read(claim("a", hello("me", 0), 6, 10), 100);

        // When / Then
        assertThat(ledger.free(nanos(100 + OLD - 1))).isEqualTo(4);
        assertThat(ledger.nextFreeAt(nanos(5_000)).orElseThrow()).isBetween(nanos(100 + OLD - 1), nanos(100 + OLD));
        assertThat(ledger.free(nanos(100 + OLD))).isEqualTo(10);
    }

    @Test
    void aClaimWhoseBaseIsNotKnownCountsInFull() {
        // Given
        hello("me", 0);

        // When
        int granted = read(claim("a", new LogPosition(-7, 1), 6, 0), 10);

        // Then
        assertThat(granted).isZero();
        assertThat(ledger.free(nanos(20))).isEqualTo(4);
    }

    @Test
    void aClaimIsGrantedNothingWhereTheLeaderChangedSinceItsBase() {
        // Given
        LogPosition base = hello("me", 0);
        epoch = 2;

        // When
        int granted = read(claim("a", base, 6, 10), 10);

        // Then
        assertThat(granted).isZero();
        assertThat(ledger.counted(nanos(20))).isZero();
    }

    @Test
    void nobodyClaimsForTwoGuardsAfterALeaderChanged() {
        // Given
        hello("me", 0);
        epoch = 2;
        read(record("a", LogPosition.NONE, null, LIMIT, Map.of(), Map.of()), 100);

        // When / Then
        assertThat(ledger.free(nanos(2_099))).isZero();
        assertThat(ledger.free(nanos(2_100))).isEqualTo(10);
    }

    @Test
    void whoeverFindsAnEmptyLogClaimsNothingForTwoGuards() {
        // Given
        hello("me", 2_000);

        // When / Then
        assertThat(ledger.free(nanos(1_999))).isZero();
        assertThat(ledger.free(nanos(2_000))).isEqualTo(10);
    }

    @Test
    void aRenewalThatTheClaimerHasNotReadIsSubtracted() {
        // Given
        LogPosition base = hello("me", 0);
        LogEntry claim = claim("a", base, 10, 10);
        read(claim, 10);
        read(record("a", base, null, LIMIT, Map.of(), Map.of(claim.position(), 10)), 1_100);

        // When
        int granted = read(claim("b", claim.position(), 10, 10), OLD + 100);

        // Then
        assertThat(granted).isZero();
    }

    @Test
    void nobodyClaimsUntilALongerWindowHasPassedThatIsDeclaredAnew() {
        // Given
        LogPosition base = hello("me", 0);
        read(claim("a", base, 6, 10), 0);
        read(record("b", base, null, new RateLimit(10, 30_000, 1_000), Map.of(), Map.of()), OLD + 100);

        // When / Then
        assertThat(ledger.free(nanos(OLD + 101))).isZero();
        assertThat(ledger.claimsFrom()).isGreaterThan(nanos(30_000));
        assertThat(ledger.counted(nanos(OLD + 101))).isEqualTo(6);
    }

    @Test
    void aLimitThatTheLogHasLostIsKeptTo() {
        // Given
        hello("me", 0);
        read(record("a", LogPosition.NONE, null, new RateLimit(4, 10_000, 5_000), Map.of(), Map.of()), 100);

        // When
        ledger.truncated(1, nanos(200));

        // Then
        assertThat(ledger.limit(nanos(300)).calls()).isEqualTo(4);
    }

    @Test
    void theStrictestLimitThatIsDeclaredCountsUntilItIsOld() {
        // Given
        hello("me", 0);
        read(record("a", LogPosition.NONE, null, new RateLimit(4, 20_000, 1_000), Map.of(), Map.of()), 100);

        // When / Then
        assertThat(ledger.limit(nanos(200))).isEqualTo(new RateLimit(4, 20_000, 1_000));
        assertThat(ledger.free(nanos(100 + 20_900))).isEqualTo(4);
        assertThat(ledger.free(nanos(100 + 21_100))).isEqualTo(10);
    }

    @Test
    void aClaimByALooserLimitThanOneDeclaredBeforeItIsGrantedNothing() {
        // Given
        LogPosition base = hello("me", 0);
        read(record("a", base, null, new RateLimit(4, 10_000, 1_000), Map.of(), Map.of()), 10);

        // When / Then
        assertThat(read(claim("b", base, 6, 10), 20)).isZero();
    }

    @Test
    void whatIsGivenBackIsFreeAtOnceAndOnlyForItsOwnSession() {
        // Given
        LogPosition base = hello("me", 0);
        read(claim("a", base, 6, 10), 10);

        // When
        read(record("b", base, null, LIMIT, Map.of(at(1), 1), Map.of()), 20);
        int ofAnother = ledger.free(nanos(30));
        read(record("a", base, null, LIMIT, Map.of(at(1), 2), Map.of()), 40);
        read(record("a", base, null, LIMIT, Map.of(at(1), 2), Map.of()), 50);

        // Then
        assertThat(ofAnother).isEqualTo(4);
        assertThat(ledger.free(nanos(60))).isEqualTo(8);
    }

    @Test
    void whatIsRenewedCountsFromThenOn() {
        // Given
        LogPosition base = hello("me", 0);
        read(claim("a", base, 6, 10), 0);

        // When
        read(record("a", base, null, LIMIT, Map.of(), Map.of(at(1), 2)), 6_000);

        // Then
        assertThat(ledger.free(nanos(6_001))).isEqualTo(4);
        assertThat(ledger.free(nanos(OLD))).isEqualTo(8);
        assertThat(ledger.free(nanos(6_000 + OLD))).isEqualTo(10);
    }

    @Test
    void whatTheLogHasLostCountsOnAndIsOwedUntilItIsRenewed() {
        // Given
        LogPosition base = hello("me", 0);
        read(claim("me", base, 6, 10), 0);
        read(claim("a", base, 3, 10), 0);

        // When
        ledger.truncated(1, nanos(100));
        offset = 1;
        epoch = 2;
        Map<LogPosition, Integer> owed = ledger.owed(nanos(3_000));
        int before = ledger.free(nanos(3_000));
        read(record("me", base, null, LIMIT, Map.of(), owed), 3_000);

        // Then
        assertThat(owed).isEqualTo(Map.of(new LogPosition(1, 1), 6));
        assertThat(before).isZero();
        assertThat(ledger.owed(nanos(3_001))).isEmpty();
        assertThat(ledger.counted(nanos(3_001))).isEqualTo(9);
        assertThat(ledger.counted(nanos(OLD))).isEqualTo(6);
    }

    @Test
    void aClockThatIsFastIsHeldBackByTheLeaders() {
        // Given
        LogPosition base = hello("me", 0);
        LogEntry claim = claim("a", base, 6, 10);
        ledger.read(claim, nanos(0));

        // When
        ledger.read(at(8_000, record("b", base, null, LIMIT, Map.of(), Map.of())), nanos(12_000));

        // Then
        assertThat(ledger.counted(nanos(12_000))).isEqualTo(6);
        assertThat(ledger.counted(nanos(12_000 + OLD - 8_000))).isZero();
    }

    @Test
    void aLeadersClockThatStepsBackKeepsNothingForLonger() {
        // Given
        LogPosition base = hello("me", 0);
        ledger.read(at(1_000_000, claim("a", base, 6, 10)), nanos(0));

        // When
        ledger.read(at(5, record("b", base, null, LIMIT, Map.of(), Map.of())), nanos(5_000));

        // Then
        assertThat(ledger.counted(nanos(OLD))).isZero();
    }

    @Test
    void aStarterTakesWhatItFindsForAGuardYoungerThanItSeems() {
        // Given
        LogEntry before = at(0, record("a", LogPosition.NONE, null, LIMIT, Map.of(), Map.of(), 0));
        LogEntry claim = at(
                2_000, record("a", before.position(), new PermitClaim(6, 10, LIMIT), LIMIT, Map.of(), Map.of(), 2_000));
        LogEntry reader = at(2_010, record("b", claim.position(), null, LIMIT, Map.of(), Map.of(), 2_010));
        LogEntry hello = at(10_000, record("me", LogPosition.NONE, null, LIMIT, Map.of(), Map.of(), 9_500));

        // When
        ledger.start(List.of(before, claim, reader, hello), nanos(50_000));

        // Then
        long age = 9_500 - 2_010 - 1_000;
        assertThat(ledger.counted(nanos(50_000 + OLD - age - 1))).isEqualTo(6);
        assertThat(ledger.counted(nanos(50_000 + OLD - age + 1))).isZero();
    }

    private LogPosition hello(String session, long at) {
        LogEntry hello = record(session, LogPosition.NONE, null, LIMIT, Map.of(), Map.of());
        ledger.start(List.of(hello), nanos(at - 2_000));
        return hello.position();
    }

    /** Appended when it is read. */
    private int read(LogEntry entry, long at) {
        return ledger.read(at(at, entry), nanos(at));
    }

    private LogEntry claim(String session, LogPosition base, int take, int free) {
        return record(session, base, new PermitClaim(take, free, LIMIT), LIMIT, Map.of(), Map.of());
    }

    private LogEntry record(
            String session,
            LogPosition base,
            @Nullable PermitClaim claim,
            RateLimit limit,
            Map<LogPosition, Integer> kept,
            Map<LogPosition, Integer> renewed) {
        return record(session, base, claim, limit, kept, renewed, 0);
    }

    private LogEntry record(
            String session,
            LogPosition base,
            @Nullable PermitClaim claim,
            RateLimit limit,
            Map<LogPosition, Integer> kept,
            Map<LogPosition, Integer> renewed,
            long wall) {
        return new LogEntry(
                new LogPosition(offset++, epoch),
                0,
                new BudgetRecord(session, base, wall, limit, claim, kept, renewed));
    }

    private LogPosition at(long claim) {
        return new LogPosition(claim, epoch);
    }

    private static LogEntry at(long appended, LogEntry entry) {
        return new LogEntry(entry.position(), appended, entry.record());
    }

    private static long nanos(long millis) {
        return MILLISECONDS.toNanos(millis);
    }
}
