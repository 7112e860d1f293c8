package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.QuotaRule;
import io.partnerapi.schemas.TokenRefused;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A round that meets a refusal, a pause, a grid that fails or a token that is none. */
class TokenRoundFailureTest extends Rounds {
    @Test
    void abandonsAClaimAfterAPause() {
        // Given
        TokenStore granting = store;
        store = slowed(granting, Duration.ofSeconds(5));

        // When
        Round round = run(0, null);

        // Then
        assertThat(round.found()).isNull();
        assertThat(round.trouble().reason()).contains("paused");
        assertThat(partner.api.ledger().tokenRequests()).isZero();
        assertThat(((LocalTokenStore) granting).entry().claim()).isNull();
        assertThat(((LocalTokenStore) granting).entry().requests()).isEmpty();
    }

    @Test
    void stopsAfterRefusedCredentialsUntilTheyChange() {
        // Given
        Credentials right = credentials;
        credentials = Credentials.of(settings().key(), "wrong");

        // When
        Round refused = run(0, null);
        nanos.addAndGet(Duration.ofMinutes(29).toNanos());
        Round still = run(0, null);
        credentials = right;
        Round changed = run(0, null);

        // Then
        assertThat(refused.trouble().advice()).contains("partner.client-secret");
        assertThat(still.trouble()).isEqualTo(refused.trouble());
        assertThat(value(changed)).isNotEmpty();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(2);
        TokenRefused record = (TokenRefused) telemetry.get(1);
        assertThat(record.reason().code()).isEqualTo("CREDENTIALS_REFUSED");
        assertThat(record.until())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(29)),
                        Instant.now().plus(Duration.ofMinutes(31)));
    }

    @Test
    void asksAgainWithRefusedCredentialsWithinAnHour() {
        // Given
        partner.api
                .controls()
                .inject(Fault.always(Endpoint.TOKEN, FaultAction.Answer.json(401, "{\"error\":\"invalid_client\"}"))
                        .times(1));

        // When
        run(0, null);
        Round still = run(0, null);
        nanos.addAndGet(Duration.ofMinutes(31).toNanos());
        Round letIn = run(0, null);

        // Then
        assertThat(still.found()).isNull();
        assertThat(value(letIn)).isNotEmpty();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(2);
    }

    @Test
    void oneNotFoundAtARefreshStopsNobody() {
        // Given
        partner.api
                .controls()
                .inject(Fault.always(Endpoint.TOKEN, FaultAction.Answer.json(404, "{}"))
                        .times(1));

        // When
        Round refused = run(0, null);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        Round again = run(0, null);

        // Then
        assertThat(refused.trouble().reason()).isEqualTo("the token endpoint refused the request (404)");
        assertThat(refused.trouble().advice()).contains("partner.token-url");
        assertThat(value(again)).isNotEmpty();
    }

    @Test
    void neverAsksBeyondTheQuota() {
        // Given
        for (int day = 0; day < TOKENS_A_DAY; day++) {
            run(0, null);
            store = withoutToken(store);
            kept = MemoryValue.empty();
        }

        // When
        Round spent = run(0, null);

        // Then
        assertThat(spent.found()).isNull();
        assertThat(spent.trouble().reason()).isEqualTo("the token quota per_day is spent");
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(TOKENS_A_DAY);
    }

    @Test
    void waitsWithoutAskingAfterA429() {
        // Given
        partner.api.controls().rules(rules -> rules.withTokenQuota(QuotaRule.perDay(0)));

        // When
        Round refused = run(0, null);
        Round again = run(0, null);

        // Then
        assertThat(refused.trouble().reason()).contains("token quota is spent");
        assertThat(again.found()).isNull();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
        assertThat(((TokenRefused) telemetry.get(1)).until())
                .isAfter(Instant.now().plusSeconds(50));
    }

    @Test
    void backsOffWhileThePartnerFails() {
        // Given
        partner.api.controls().inject(Fault.always(Endpoint.TOKEN, FaultAction.Answer.json(503, "{}")));

        // When
        run(0, null);
        Round soon = run(0, null);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        run(0, null);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        run(0, null);
        partner.api.controls().clearFaults();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        Round repaired = run(0, null);

        // Then
        assertThat(soon.trouble().reason()).isEqualTo("the token endpoint answered 503 without a token");
        assertThat(value(repaired)).isNotEmpty();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(4);
    }

    @Test
    void hasATokenThoughTheGridDidNotTakeIt() {
        // Given
        store = failingAfterTheFirst(store);

        // When
        Round round = run(0, null);

        // Then
        assertThat(value(round)).isNotEmpty();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void replacesATokenThatWasDamagedOnTheGrid() {
        // Given
        Instant now = Instant.now();
        SealedToken damaged =
                new SealedToken(4, credentials.fingerprint(), "x", now.plusSeconds(5000), now.plusSeconds(6000));
        store = new LocalTokenStore(
                new TokenEntry(damaged, 4, null, null, List.of(), List.of(), List.of(), null), now, nanos::get);

        // When
        Round seen = run(0, null);
        Round replaced = run(seen.refused(), null);

        // Then
        assertThat(seen.found()).isNull();
        assertThat(value(replaced)).isNotEmpty();
        assertThat(replaced.found().token().generation()).isEqualTo(5);
    }

    @Test
    void replacesATokenThatIsOverByItsOwnClock() {
        // Given
        HeldToken held = run(0, null).found();
        store = new LocalTokenStore(((LocalTokenStore) store).entry(), Instant.now(), () -> 0);
        nanos.addAndGet(Duration.ofHours(25).toNanos());

        // When
        Round seen = run(0, held);
        Round replaced = run(seen.refused(), held);

        // Then
        assertThat(seen.found()).isNull();
        assertThat(replaced.found().token().generation()).isEqualTo(2);
    }

    private TokenStore withoutToken(TokenStore before) {
        TokenEntry entry = ((LocalTokenStore) before).entry();
        TokenEntry lost = new TokenEntry(
                null, entry.claimGeneration(), null, null, List.of(), entry.quota(), entry.requests(), null);
        return new LocalTokenStore(lost, ((LocalTokenStore) before).now(), nanos::get);
    }

    private TokenStore slowed(TokenStore inner, Duration pause) {
        return new Decorated(inner) {
            @Override
            public <R extends Serializable> CompletionStage<Applied<R>> apply(TokenEvent<R> event) {
                nanos.addAndGet(pause.toNanos());
                return inner.apply(event);
            }
        };
    }

    private TokenStore failingAfterTheFirst(TokenStore inner) {
        AtomicInteger events = new AtomicInteger();
        return new Decorated(inner) {
            @Override
            public <R extends Serializable> CompletionStage<Applied<R>> apply(TokenEvent<R> event) {
                if (events.getAndIncrement() == 0) {
                    return inner.apply(event);
                }
                nanos.addAndGet(Duration.ofSeconds(6).toNanos());
                return CompletableFuture.failedFuture(new IllegalStateException("indeterminate"));
            }
        };
    }

    private abstract static class Decorated implements TokenStore {
        private final TokenStore inner;

        Decorated(TokenStore inner) {
            this.inner = inner;
        }

        @Override
        public void onChange(Runnable listener) {
            inner.onChange(listener);
        }
    }
}
