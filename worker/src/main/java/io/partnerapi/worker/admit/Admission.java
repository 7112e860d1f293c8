package io.partnerapi.worker.admit;

import io.partnerapi.worker.admit.Admitted.Go;
import io.partnerapi.worker.admit.Admitted.NotNow;
import io.partnerapi.worker.admit.Admitted.TooLate;
import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.budget.PermitAnswer;
import io.partnerapi.worker.budget.PermitRequest;
import io.partnerapi.worker.token.AccessToken;
import io.partnerapi.worker.token.Tokens;
import io.partnerapi.worker.turn.Place;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks whether the target is up, then waits for the token, then for a permit, as long as the deadline allows. The permit
 * comes last because it ages; the target may have gone down meanwhile, so it is asked about once more.
 *
 * <p>Runs on the caller's event loop.
 */
public final class Admission {
    /** The priority of a command that has begun: before those of every topic, since others wait for it to end. */
    private static final int BEGUN = -1;

    private final PartnerBreakers breakers;
    private final Tokens tokens;
    private final CallBudget budget;
    private final Clock clock;

    public Admission(PartnerBreakers breakers, Tokens tokens, CallBudget budget, Clock clock) {
        this.breakers = breakers;
        this.tokens = tokens;
        this.budget = budget;
        this.clock = clock;
    }

    /** Waits until the command may go, or it is known that it may not now, or not any more. */
    public Future<Admitted> admit(Candidate command) {
        Instant deadline = command.deadline();
        if (deadline != null && !clock.instant().isBefore(deadline)) {
            return Future.succeededFuture(new TooLate());
        }
        Duration shut = breakers.of(command.target()).shutFor(command.probe());
        if (!shut.isZero()) {
            return Future.succeededFuture(new NotNow(shut));
        }
        return tokens.within(deadline == null ? null : Duration.between(clock.instant(), deadline))
                .compose(token -> token == null
                        ? Future.<Admitted>succeededFuture(new TooLate())
                        : budget.permit(command.permitRequest())
                                .compose(answer -> answer.fold(
                                        permit -> permitted(command, permit),
                                        passed -> Future.succeededFuture(new TooLate()))));
    }

    /** The wait for the permit can outlast a token; without one at hand the permit would age. */
    private Future<Admitted> permitted(Candidate command, Permit permit) {
        return tokens.atHand()
                .map(token -> Future.succeededFuture(enter(command, token, permit)))
                .orElseGet(() -> {
                    permit.close();
                    return admit(command);
                });
    }

    /** Waits for another permit for a command that has begun and whose own can no longer be spent; before all that wait. */
    public Future<PermitAnswer> anotherPermit(Place place, Instant deadline) {
        return budget.permit(new PermitRequest(new Place(BEGUN, place.share(), place.weight()), deadline));
    }

    private Admitted enter(Candidate command, AccessToken token, Permit permit) {
        return breakers.of(command.target()).enter(command.probe()).fold(pass -> new Go(token, permit, pass), shut -> {
            permit.close();
            return new NotNow(shut.retryAfter());
        });
    }
}
