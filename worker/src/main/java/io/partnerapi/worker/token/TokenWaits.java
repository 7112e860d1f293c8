package io.partnerapi.worker.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Gives the token, and measures the waits of those that did not find one at hand. Safe from any thread. */
public final class TokenWaits implements Supplier<Future<AccessToken>> {

    private final Supplier<Future<AccessToken>> tokens;
    private final MeterRegistry meters;
    private final Timer waits;

    public TokenWaits(Supplier<Future<AccessToken>> tokens, MeterRegistry meters) {
        this.tokens = tokens;
        this.meters = meters;
        this.waits = Timer.builder("partner.worker.token.wait")
                .description("Waits of calls for a token; a call that finds one at hand is not counted")
                .register(meters);
    }

    @Override
    public Future<AccessToken> get() {
        Future<AccessToken> token = tokens.get();
        if (token.isComplete()) {
            return token;
        }
        Timer.Sample begun = Timer.start(meters);
        return token.onComplete(ended -> begun.stop(waits));
    }
}
