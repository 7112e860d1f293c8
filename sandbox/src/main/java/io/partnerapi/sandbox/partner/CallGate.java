package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.TokenRegister.Standing;
import io.partnerapi.sandbox.partner.TokenRegister.State;
import io.partnerapi.sandbox.partner.model.Reply;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every call passes before an operation sees it: the limit of calls, faults, the token, the required headers. */
final class CallGate {
    private static final String BEARER = "Bearer ";
    private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}");
    private static final Pattern UUID_V4 =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");

    private final Arrivals arrivals;
    private final TokenRegister tokens;
    private final Clock clock;

    CallGate(Arrivals arrivals, TokenRegister tokens, Clock clock) {
        this.arrivals = arrivals;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Counts an API call; must come before its body is read, so that arrivals are counted as they arrive. */
    void admitApi(RoutingContext context) {
        String path = context.request().path();
        admit(context, Endpoint.API, path.startsWith("/api/") ? path.substring("/api".length()) : path);
    }

    /** Counts a PCI call. */
    void admitPci(RoutingContext context) {
        admit(context, Endpoint.PCI, context.request().path());
    }

    /** Lets through what has a valid token and the required headers, unless a fault comes first. */
    void authorize(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        Standing standing = standing(context.request());
        exchange.generation(standing.generation());
        if (arrivals.faulted(exchange)) {
            return;
        }
        refusal(standing, context.request(), exchange.entry().endpoint())
                .ifPresentOrElse(exchange::finish, context::next);
    }

    private void admit(RoutingContext context, Endpoint endpoint, String path) {
        if (arrivals.call(context, endpoint, path) != null) {
            context.next();
        }
    }

    private Standing standing(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.startsWith(BEARER)
                ? tokens.standing(header.substring(BEARER.length()), clock.instant())
                : new Standing(0, State.UNKNOWN);
    }

    private static Optional<Reply> refusal(Standing standing, HttpServerRequest request, Endpoint endpoint) {
        if (standing.state() != State.VALID) {
            return Optional.of(Reply.error(401, "UNAUTHORIZED", "the token is " + standing.state())
                    .withHeader("WWW-Authenticate", List.of("Bearer")));
        }
        if (!matches(VERSION, request.getHeader("Pliant-API-Version"))) {
            return Optional.of(Reply.badRequest("header Pliant-API-Version: must be a version such as 2.1.0"));
        }
        if (endpoint == Endpoint.PCI && !matches(UUID_V4, request.getHeader("Pliant-Trace-Id"))) {
            return Optional.of(Reply.badRequest("header Pliant-Trace-Id: must be a UUID of version 4"));
        }
        return Optional.empty();
    }

    private static boolean matches(Pattern pattern, @Nullable String header) {
        return header != null && pattern.matcher(header).matches();
    }
}
