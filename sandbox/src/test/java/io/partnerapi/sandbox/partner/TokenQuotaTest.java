package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.TokenQuota.Bucket;
import io.partnerapi.sandbox.partner.TokenQuota.Decision;
import io.partnerapi.sandbox.partner.TokenQuota.Exceeded;
import io.partnerapi.sandbox.partner.TokenQuota.Granted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenQuotaTest {
    private static final Instant QUARTER_TO_TEN = Instant.parse("2026-03-01T09:45:00Z");
    private static final List<QuotaRule> RULES = List.of(QuotaRule.perHour(2), QuotaRule.perDay(3));

    @Test
    void tellsWhatRemainsAfterTheTokenAndWhenItResets() {
        // When
        Decision decision = TokenQuota.UNTOUCHED.request(RULES, QUARTER_TO_TEN);

        // Then
        assertThat(decision).isInstanceOfSatisfying(Granted.class, granted -> assertThat(granted.buckets())
                .containsExactly(new Bucket("per_hour", 2, 1, 900), new Bucket("per_day", 3, 2, 14 * 3600 + 900)));
    }

    @Test
    void anEmptyBucketBlocksUntilItsWindowEnds() {
        // Given
        TokenQuota spent = spend(spend(TokenQuota.UNTOUCHED, QUARTER_TO_TEN), QUARTER_TO_TEN);

        // When
        Decision blocked = spent.request(RULES, QUARTER_TO_TEN.plusSeconds(899));
        Decision reset = spent.request(RULES, QUARTER_TO_TEN.plusSeconds(900));

        // Then
        assertThat(blocked).isInstanceOfSatisfying(Exceeded.class, exceeded -> assertThat(exceeded.blocking())
                .isEqualTo(new Bucket("per_hour", 2, 0, 1)));
        assertThat(reset).isInstanceOf(Granted.class);
    }

    @Test
    void ofTwoEmptyBucketsTheLaterResetBlocks() {
        // Given
        Instant ten = QUARTER_TO_TEN.plusSeconds(900);
        List<QuotaRule> rules = List.of(QuotaRule.perHour(1), QuotaRule.perDay(1));
        TokenQuota spent = ((Granted) TokenQuota.UNTOUCHED.request(rules, ten)).next();

        // When
        Decision decision = spent.request(rules, ten);

        // Then
        assertThat(decision).isInstanceOfSatisfying(Exceeded.class, exceeded -> assertThat(
                        exceeded.blocking().name())
                .isEqualTo("per_day"));
    }

    @Test
    void withoutBucketsEveryTokenIsGranted() {
        // When
        Decision decision = TokenQuota.UNTOUCHED.request(List.of(), QUARTER_TO_TEN);

        // Then
        assertThat(decision).isInstanceOf(Granted.class);
    }

    @Property(tries = 200)
    void neverGrantsMoreThanTheQuotaInAFixedWindowAndRefusesOnlyThen(
            @ForAll @Size(max = 200) List<@IntRange(max = 30) Integer> gaps,
            @ForAll @IntRange(max = 5) int quota,
            @ForAll @IntRange(min = 1, max = 60) int length) {
        // Given
        List<QuotaRule> rules = List.of(new QuotaRule("b", quota, Duration.ofSeconds(length)));
        Map<Long, Integer> grantedIn = new HashMap<>();
        TokenQuota quotaNow = TokenQuota.UNTOUCHED;
        long now = 1_000_000;

        for (int gap : gaps) {
            now += gap;
            long window = now / length;

            // When
            Decision decision = quotaNow.request(rules, Instant.ofEpochSecond(now));

            // Then
            boolean room = grantedIn.getOrDefault(window, 0) < quota;
            assertThat(decision instanceof Granted).isEqualTo(room);
            if (decision instanceof Granted granted) {
                quotaNow = granted.next();
                grantedIn.merge(window, 1, Integer::sum);
            }
        }
    }

    private static TokenQuota spend(TokenQuota quota, Instant now) {
        return ((Granted) quota.request(RULES, now)).next();
    }
}
