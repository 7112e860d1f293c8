package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers that come from in front of the application: what they refuse was never processed. */
final class LoadBalancer {

    private LoadBalancer() {}

    /** More calls than one address may make; without Retry-After, as the real one. */
    static Reply tooManyCalls(CallLimit limit) {
        String error =
                "Sending more than %d requests in %s is not allowed".formatted(limit.calls(), words(limit.window()));
        return new Reply(429, Map.of("Server", List.of("awselb/2.0")), new JsonObject().put("error", error), null);
    }

    private static String words(Duration window) {
        long seconds = window.toSeconds();
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " minutes" : window.toMillis() / 1000.0 + " seconds";
    }
}
