package io.partnerapi.worker.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Target;
import io.partnerapi.worker.admit.Admitted.Go;
import io.partnerapi.worker.admit.Admitted.NotNow;
import io.partnerapi.worker.admit.Admitted.TooLate;
import io.partnerapi.worker.breaker.Outage;
import io.partnerapi.worker.breaker.PartnerBreaker;
import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.breaker.Probe;
import io.partnerapi.worker.budget.BudgetUse;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.budget.PermitAnswer;
import io.partnerapi.worker.budget.PermitRequest;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.token.AccessToken;
import io.partnerapi.worker.token.TokenByHand;
import io.partnerapi.worker.turn.Place;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final AccessToken TOKEN = new AccessToken(1, "t", Long.MAX_VALUE);

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final PartnerBreaker api = breaker(Target.API);
    private final PartnerBreaker pci = breaker(Target.PCI);
    private final TokenByHand tokens = new TokenByHand();
    private final LatePermit budget = new LatePermit();
    private final Admission admission = new Admission(new PartnerBreakers(api, pci), tokens, budget, clock);

    @Test
    void goesWithTokenAndPermit() throws Exception {
        // Given
        tokens.give(TOKEN);
        budget.grant();

        // When
        Admitted admitted = get(admission.admit(candidate(Target.API, null)));

        // Then
        assertThat(admitted)
                .isInstanceOfSatisfying(Go.class, go -> assertThat(go.token()).isEqualTo(TOKEN));
    }

    @Test
    void aTargetThatIsDownCostsNoPermitAndDoesNotStopTheOther() throws Exception {
        // Given
        tokens.give(TOKEN);
        budget.grant();
        Outage.begin(api);

        // When
        Admitted down = get(admission.admit(candidate(Target.API, null)));
        Admitted other = get(admission.admit(candidate(Target.PCI, null)));

        // Then
        assertThat(down).isInstanceOf(NotNow.class);
        assertThat(other).isInstanceOf(Go.class);
        assertThat(budget.asked).isEqualTo(1);
    }

    @Test
    void aTargetThatGoesDownWhileThePermitIsWaitedForGivesItBack() throws Exception {
        // Given
        tokens.give(TOKEN);
        Future<Admitted> waiting = admission.admit(candidate(Target.API, null));
        Outage.begin(api);

        // When
        budget.grant();

        // Then
        assertThat(get(waiting)).isInstanceOf(NotNow.class);
        assertThat(budget.givenBack).isTrue();
    }

    @Test
    void aTokenThatEndsWhileThePermitIsWaitedForIsWaitedForAnew() throws Exception {
        // Given
        tokens.give(TOKEN);
        Future<Admitted> waiting = admission.admit(candidate(Target.API, null));
        tokens.takeAway();
        AccessToken next = new AccessToken(2, "t2", Long.MAX_VALUE);

        // When
        budget.grant();
        boolean went = waiting.isComplete();
        tokens.give(next);

        // Then
        assertThat(went).isFalse();
        assertThat(budget.givenBack).isTrue();
        assertThat(get(waiting))
                .isInstanceOfSatisfying(Go.class, go -> assertThat(go.token()).isEqualTo(next));
    }

    @Test
    void aDeadlineEndsTheWaitForTheToken() throws Exception {
        // Given
        Future<Admitted> waiting = admission.admit(candidate(Target.API, NOW.plusMillis(20)));

        // When
        tokens.timeIsOver();

        // Then
        assertThat(get(waiting)).isInstanceOf(TooLate.class);
        assertThat(budget.asked).isZero();
    }

    @Test
    void aDeadlineThatHasPassedIsTooLateAlsoForATargetThatIsDown() throws Exception {
        // Given
        Outage.begin(api);

        // When
        Admitted admitted = get(admission.admit(candidate(Target.API, NOW)));

        // Then
        assertThat(admitted).isInstanceOf(TooLate.class);
    }

    private PartnerBreaker breaker(Target target) {
        return new PartnerBreaker(target, clock, new Condition(target.wire(), clock), told -> {});
    }

    private static Candidate candidate(Target target, @Nullable Instant deadline) {
        return new Candidate(target, Probe.BEST, new Place(0, "org-1", 1), deadline);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Grants every request from when it is told to on. */
    private static final class LatePermit implements CallBudget {
        private final Promise<PermitAnswer> granted = Promise.promise();
        private int asked;
        private boolean givenBack;

        void grant() {
            granted.complete(new Permit() {
                @Override
                public boolean spend() {
                    return true;
                }

                @Override
                public void arrived() {
                    // Nobody counts.
                }

                @Override
                public void close() {
                    givenBack = true;
                }
            });
        }

        @Override
        public Future<PermitAnswer> permit(PermitRequest request) {
            asked++;
            return granted.future();
        }

        @Override
        public void egressRefused() {}

        @Override
        public BudgetUse use() {
            return new BudgetUse(0, Duration.ZERO, 0, 0, 0, Duration.ZERO, null, true, null);
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
