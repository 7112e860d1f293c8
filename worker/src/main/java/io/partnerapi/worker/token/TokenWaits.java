package io.partnerapi.worker.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.partnerapi.worker.ops.Durations;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the token, and measures the waits of those that did not find one at hand. */
public final class TokenWaits implements Tokens {

    private final Tokens tokens;
    private final MeterRegistry meters;
    private final Timer waits;

    public TokenWaits(Tokens tokens, MeterRegistry meters) {
        this.tokens = tokens;
        this.meters = meters;
        this.waits = Durations.timer(
                        "token.wait", "Waits of calls for a token; a call that finds one at hand is not counted")
                .register(meters);
    }

    @Override
    public Optional<AccessToken> atHand() {
        return tokens.atHand();
    }

    @Override
    public Future<@Nullable AccessToken> within(@Nullable Duration longest) {
        Future<@Nullable AccessToken> token = tokens.within(longest);
        if (token.isComplete()) {
            return token;
        }
        Timer.Sample begun = Timer.start(meters);
        return token.onComplete(ended -> begun.stop(waits));
    }
}
