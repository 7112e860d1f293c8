package io.partnerapi.worker.admit;

import io.partnerapi.worker.admit.Admitted.Go;
import io.partnerapi.worker.admit.Admitted.TooLate;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.PermitRequest;
import io.partnerapi.worker.token.AccessToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the token, then for a permit, as long as the deadline allows. The permit comes last because it ages.
 *
 * <p>Runs on the caller's event loop.
 */
public final class Admission {
    /** The priority of a command that has begun: before those of every topic, since others wait for it to end. */
    public static final int BEGUN = -1;

    private final Vertx vertx;
    private final Supplier<Future<AccessToken>> tokens;
    private final CallBudget budget;
    private final Clock clock;

    /** @param tokens gives the cluster's token, at once when there is one */
    public Admission(Vertx vertx, Supplier<Future<AccessToken>> tokens, CallBudget budget, Clock clock) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * @param priority of the command's topic; lower goes first
     * @param share whom the budget is shared between: the organization, or the key
     */
    public Future<Admitted> admit(int priority, String share, @Nullable Instant deadline) {
        if (deadline != null && !clock.instant().isBefore(deadline)) {
            return Future.succeededFuture(new TooLate());
        }
        return inTime(tokens.get(), deadline)
                .compose(token -> token == null
                        ? Future.<Admitted>succeededFuture(new TooLate())
                        : permit(token, new PermitRequest(priority, share, deadline)));
    }

    /** Waits for another permit under the same token, for a command whose own grew too old. */
    public Future<Admitted> again(AccessToken token, int priority, String share, Instant deadline) {
        return permit(token, new PermitRequest(priority, share, deadline));
    }

    private Future<Admitted> permit(AccessToken token, PermitRequest request) {
        return budget.permit(request)
                .map(answer -> answer.fold(permit -> (Admitted) new Go(token, permit), passed -> new TooLate()));
    }

    /** The token, or null once the deadline has passed. */
    private Future<@Nullable AccessToken> inTime(Future<AccessToken> token, @Nullable Instant deadline) {
        if (deadline == null || token.isComplete()) {
            return token.map(held -> (@Nullable AccessToken) held);
        }
        Promise<@Nullable AccessToken> first = Promise.promise();
        long millis = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
        long timer = vertx.setTimer(millis, id -> first.tryComplete(null));
        token.onComplete(held -> {
            vertx.cancelTimer(timer);
            if (held.succeeded()) {
                first.tryComplete(held.result());
            } else {
                first.tryFail(held.cause());
            }
        });
        return first.future();
    }
}
