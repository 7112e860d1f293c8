package io.partnerapi.worker.token;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens that a test gives and takes away; what waits does so until it gives one, or says that the time is over. */
public final class TokenByHand implements Tokens {

    private final List<Promise<@Nullable AccessToken>> waiting = new ArrayList<>();
    private @Nullable AccessToken held;

    public void give(AccessToken token) {
        held = token;
        end(token);
    }

    public void takeAway() {
        held = null;
    }

    /** For all that wait. */
    public void timeIsOver() {
        end(null);
    }

    @Override
    public Optional<AccessToken> atHand() {
        return Optional.ofNullable(held);
    }

    @Override
    public Future<@Nullable AccessToken> within(@Nullable Duration longest) {
        if (held != null) {
            return Future.succeededFuture(held);
        }
        Promise<@Nullable AccessToken> wait = Promise.promise();
        waiting.add(wait);
        return wait.future();
    }

    private void end(@Nullable AccessToken token) {
        List<Promise<@Nullable AccessToken>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(wait -> wait.complete(token));
    }
}
