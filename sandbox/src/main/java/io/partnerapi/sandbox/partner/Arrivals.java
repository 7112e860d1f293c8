package io.partnerapi.sandbox.partner;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Enters each request into the ledger as it arrives and draws its chances. Not thread-safe: the event loop owns it. */
final class Arrivals {
    private static final String COMMAND_HEADER = "X-Request-Id";
    private static final int MAX_COMMAND_LENGTH = 256;
    private static final int MAX_PATH_LENGTH = 2048;

    private final Ledger ledger;
    private final Controls controls;
    private final FaultPlan faults;
    private final TimeSource time;
    private final CallWindows windows = new CallWindows();
    private final SplittableRandom random;

    Arrivals(Ledger ledger, Controls controls, FaultPlan faults, TimeSource time, long seed) {
        this.ledger = ledger;
        this.controls = controls;
        this.faults = faults;
        this.time = time;
        this.random = new SplittableRandom(seed);
    }

    /** A request to the token endpoint. */
    Exchange tokenRequest(RoutingContext context) {
        return enter(
                context,
                Endpoint.TOKEN,
                context.request().path(),
                time.nanoTime().getAsLong(),
                0);
    }

    /** A call, counted against the limit of calls; one too many is answered as the load balancer does and gives null. */
    @Nullable
    Exchange call(RoutingContext context, Endpoint endpoint, String path) {
        CallLimit limit = controls.rules().callLimit();
        long nanos = time.nanoTime().getAsLong();
        int inWindow = windows.arrive(client(context.request()), nanos, limit.window());
        Exchange exchange = enter(context, endpoint, path, nanos, inWindow);
        if (limit.calls() == 0 || inWindow <= limit.calls()) {
            return exchange;
        }
        exchange.refuse(LoadBalancer.tooManyCalls(limit));
        return null;
    }

    /** Draws whether a fault takes the request's place before it is processed; one that comes after is kept for its answer. */
    boolean faulted(Exchange exchange) {
        LedgerEntry entry = exchange.entry();
        return faults.pick(entry.endpoint(), entry.method(), entry.path(), random::nextDouble)
                .map(exchange::suffer)
                .orElse(false);
    }

    /** Whoever sees it in the ledger may change the rules: those in force before are its own. */
    private Exchange enter(RoutingContext context, Endpoint endpoint, String path, long nanos, int inWindow) {
        long latency = controls.rules().latency().millis(random.nextDouble());
        HttpServerRequest request = context.request();
        LedgerEntry entry = ledger.arrived(
                time.clock().instant(),
                nanos,
                client(request),
                endpoint,
                request.method().name(),
                cut(path, MAX_PATH_LENGTH),
                command(request),
                inWindow);
        return new Exchange(context, ledger, entry, latency);
    }

    private static String client(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        return address == null ? "unknown" : address;
    }

    private static @Nullable String command(HttpServerRequest request) {
        String header = request.getHeader(COMMAND_HEADER);
        return header == null ? null : cut(header, MAX_COMMAND_LENGTH);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
