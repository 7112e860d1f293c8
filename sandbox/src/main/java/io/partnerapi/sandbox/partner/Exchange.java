package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request from its arrival to its answer: keeps its ledger entry true, waits for the latency, and lets a fault take
 * the answer's place. Lives on the event loop.
 */
final class Exchange implements FaultAction.Target {
    private static final String KEY = "exchange";
    private static final long INTERNAL_ERROR = 0x2;
    private static final long REFUSED_STREAM = 0x7;
    private static final int DRIPS = 20;
    private static final int CHUNK = 64 * 1024;

    private final RoutingContext context;
    private final Ledger ledger;
    private final long latencyMillis;
    private LedgerEntry entry;
    private @Nullable Fault fault;
    private Reply reply = Reply.error(500, "INTERNAL", "nothing was processed");

    Exchange(RoutingContext context, Ledger ledger, LedgerEntry entry, long latencyMillis) {
        this.context = context;
        this.ledger = ledger;
        this.entry = entry;
        this.latencyMillis = latencyMillis;
        context.put(KEY, this);
        context.response().closeHandler(closed -> clientGone());
        context.response().exceptionHandler(failure -> clientGone());
    }

    /** The exchange of this request, which must have arrived. */
    static Exchange of(RoutingContext context) {
        return Objects.requireNonNull(context.get(KEY), "the request passed no arrival handler");
    }

    LedgerEntry entry() {
        return entry;
    }

    void generation(long generation) {
        entry = ledger.update(entry, entry.withGeneration(generation));
    }

    /** This fault will happen; says whether it takes the place of processing as well. */
    boolean suffer(Fault chosen) {
        fault = chosen;
        entry = ledger.update(entry, entry.withFault(chosen.action().name()));
        if (!chosen.processed()) {
            finish(reply);
        }
        return !chosen.processed();
    }

    /** The request has been processed; its answer, or the fault in its place, follows after the latency. */
    void finish(Reply result) {
        reply = result;
        String effect = result.effect();
        if (effect != null) {
            entry = ledger.update(entry, entry.withEffect(effect));
        }
        if (latencyMillis == 0) {
            answer();
        } else {
            context.vertx().setTimer(latencyMillis, timer -> answer());
        }
    }

    /** Answers at once, whatever fault or latency is set: for what does not reach the application. */
    void refuse(Reply refusal) {
        write(refusal.status(), refusal.headers(), refusal.body().toBuffer());
    }

    private void answer() {
        if (!entry.open()) {
            return;
        }
        if (fault == null) {
            write(reply.status(), reply.headers(), reply.body().toBuffer());
        } else {
            fault.action().act(this);
        }
    }

    private void clientGone() {
        if (entry.open()) {
            entry = ledger.update(entry, entry.withFault("client-gone").ended(0, 0));
        }
    }

    private void end(int status, long bytes) {
        entry = ledger.update(entry, entry.ended(status, bytes));
    }

    private void write(int status, Map<String, List<String>> headers, Buffer body) {
        end(status, body.length());
        HttpServerResponse response = context.response().setStatusCode(status);
        response.putHeader("Content-Type", "application/json");
        headers.forEach(response::putHeader);
        response.end(body);
    }

    @Override
    public void answer(int status, Map<String, String> headers, String body) {
        Buffer content = Buffer.buffer(body);
        end(status, content.length());
        HttpServerResponse response = context.response().setStatusCode(status);
        headers.forEach(response::putHeader);
        response.end(content);
    }

    @Override
    public void hang() {
        end(0, 0);
    }

    @Override
    public void reset() {
        end(0, 0);
        context.response().reset(INTERNAL_ERROR);
    }

    @Override
    public void refuseStream() {
        end(0, 0);
        context.response().reset(REFUSED_STREAM);
    }

    @Override
    public void slowBody(Duration time) {
        Buffer body = reply.body().toBuffer();
        HttpServerResponse response = startBody(body.length());
        long pause = Math.max(1, time.toMillis() / DRIPS);
        int drip = Math.max(1, (body.length() + DRIPS - 1) / DRIPS);
        drip(context.vertx(), response, body, drip, pause);
    }

    @Override
    public void oversizedBody(long bytes) {
        HttpServerResponse response = startBody(bytes);
        response.write("{\"padding\":\"");
        pad(response, bytes - "{\"padding\":\"\"}".length());
    }

    private HttpServerResponse startBody(long bytes) {
        end(reply.status(), bytes);
        HttpServerResponse response = context.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        return response.putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", String.valueOf(bytes));
    }

    private static void drip(Vertx vertx, HttpServerResponse response, Buffer rest, int drip, long pauseMillis) {
        if (rest.length() <= drip) {
            response.end(rest);
            return;
        }
        response.write(rest.getBuffer(0, drip))
                .onSuccess(written -> vertx.setTimer(
                        pauseMillis,
                        timer -> drip(vertx, response, rest.getBuffer(drip, rest.length()), drip, pauseMillis)));
    }

    private static void pad(HttpServerResponse response, long bytes) {
        if (bytes <= 0) {
            response.end("\"}");
            return;
        }
        int length = (int) Math.min(CHUNK, bytes);
        response.write(" ".repeat(length)).onSuccess(written -> pad(response, bytes - length));
    }
}
