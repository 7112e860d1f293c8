package io.partnerapi.worker.token;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives calls the token that the whole cluster shares. Safe from any thread; nothing blocks. */
public interface Tokens {

    /** The token, if there is one to call with now. */
    Optional<AccessToken> atHand();

    /**
     * The token, as soon as there is one.
     *
     * @param longest how long it is waited for; null for as long as it takes
     * @return null if there was none in time; completes on the caller's context if it has one; fails only when there will
     *     be none any more
     */
    Future<@Nullable AccessToken> within(@Nullable Duration longest);
}
