package io.partnerapi.sandbox.partner;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The token endpoint: JSON or form-encoded requests, told apart by their content type. */
final class TokenRoutes {
    static final String PATH = "/oauth/token";

    private final Arrivals arrivals;
    private final TokenIssuer issuer;
    private final Controls controls;
    private final Clock clock;

    TokenRoutes(Arrivals arrivals, TokenIssuer issuer, Controls controls, Clock clock) {
        this.arrivals = arrivals;
        this.issuer = issuer;
        this.controls = controls;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.post(PATH).handler(this::arrive);
        router.post(PATH).handler(Bodies.limited());
        router.post(PATH).handler(this::answer);
    }

    private void arrive(RoutingContext context) {
        arrivals.tokenRequest(context);
        context.next();
    }

    private void answer(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        if (arrivals.faulted(exchange)) {
            return;
        }
        TokenIssuer.Answer answer = issuer.answer(fields(context), controls.rules(), clock.instant());
        if (answer.generation() > 0) {
            exchange.generation(answer.generation());
        }
        exchange.finish(answer.reply());
    }

    private static Map<String, String> fields(RoutingContext context) {
        Map<String, String> fields = new HashMap<>();
        String contentType = context.request().getHeader("Content-Type");
        if (contentType != null && contentType.startsWith("application/x-www-form-urlencoded")) {
            context.request().formAttributes().forEach(fields::put);
            return fields;
        }
        Bodies.json(context).ifPresent(json -> json.fieldNames().stream()
                .filter(name -> json.getValue(name) instanceof String)
                .forEach(name -> fields.put(name, json.getString(name))));
        return fields;
    }
}
