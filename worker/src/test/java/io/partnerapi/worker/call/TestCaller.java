package io.partnerapi.worker.call;

import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.outcome.OutcomePolicy;
import io.partnerapi.worker.token.AccessToken;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls as the worker does, and says in short what is known afterwards and what follows. */
final class TestCaller {
    static final int MAX_BYTES = 10_000;
    static final String TOKEN = "a-token/that+nobody=may.see~";
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Context loop;
    private final PartnerCaller caller;

    private TestCaller(Vertx vertx, PartnerSettings settings, int calls) throws Exception {
        this(vertx, settings, calls, new Addresses(vertx));
    }

    private TestCaller(Vertx vertx, PartnerSettings settings, int calls, Addresses addresses) throws Exception {
        this.loop = vertx.getOrCreateContext();
        TrustedAuthorities authorities = new TrustedAuthorities(settings.trustedCertificates());
        this.caller = new PartnerCaller(
                vertx, new PartnerClients(vertx, settings, authorities, calls).get(), settings, addresses);
    }

    /** Gives up an answer after this long. */
    static TestCaller patient(Vertx vertx, URI url, @Nullable Path authorities, Duration call) throws Exception {
        return new TestCaller(vertx, settings(url, authorities, CONNECT, call), 1);
    }

    /** Gives up a connection after this long, and an answer after a long time. */
    static TestCaller hasty(Vertx vertx, URI url, @Nullable Path authorities, Duration connect) throws Exception {
        return new TestCaller(vertx, settings(url, authorities, connect, CONNECT), 1);
    }

    /** Has room for so many calls at once. */
    static TestCaller busy(Vertx vertx, URI url, @Nullable Path authorities, int calls) throws Exception {
        return new TestCaller(vertx, settings(url, authorities, CONNECT, CONNECT), calls);
    }

    /** Finds the partner by this. */
    static TestCaller finding(Vertx vertx, URI url, @Nullable Path authorities, Addresses addresses) throws Exception {
        return new TestCaller(vertx, settings(url, authorities, CONNECT, CONNECT), 1, addresses);
    }

    private static PartnerSettings settings(URI url, @Nullable Path authorities, Duration connect, Duration call) {
        return new PartnerSettings(url, url, "2.1.0", authorities, connect, call, MAX_BYTES);
    }

    /** A call with a body that nothing holds back. */
    Future<CallResult> post() {
        return call(true, () -> Future.succeededFuture(true));
    }

    Future<CallResult> post(String body) {
        return call("\"method\":\"POST\",\"path\":\"/cards\",\"body\":" + body, () -> Future.succeededFuture(true));
    }

    Future<CallResult> withQuery(String value) {
        return call(
                "\"method\":\"POST\",\"path\":\"/cards\",\"query\":{\"q\":\"" + value + "\"}",
                () -> Future.succeededFuture(true));
    }

    Future<CallResult> withoutBody(String method) {
        return call("\"method\":\"" + method + "\",\"path\":\"/cards\"", () -> Future.succeededFuture(true));
    }

    Future<CallResult> call(boolean withBody, Supplier<Future<Boolean>> gate) {
        return withBody
                ? call("\"method\":\"POST\",\"path\":\"/cards\",\"body\":{\"type\":\"VIRTUAL\"}", gate)
                : call("\"method\":\"GET\",\"path\":\"/cards\"", gate);
    }

    private Future<CallResult> call(String fields, Supplier<Future<Boolean>> gate) {
        Command command = new CommandCodec()
                .decode(("{\"id\":\"id-1\"," + fields + "}").getBytes(StandardCharsets.UTF_8))
                .fold(decoded -> decoded, problem -> {
                    throw new AssertionError(problem.toString());
                });
        return Future.future(
                known -> loop.runOnContext(go -> caller.call(command, new AccessToken(1, TOKEN, Long.MAX_VALUE), gate)
                        .onComplete(known)));
    }

    void giveUpAll() {
        loop.runOnContext(go -> caller.giveUpAll());
    }

    /** The kind of result, with the status if the partner answered. */
    static String kind(CallResult result) {
        String status = result instanceof Answered answer
                ? " " + answer.status()
                : result instanceof TooLarge answer ? " " + answer.status() : "";
        return result.getClass().getSimpleName() + status;
    }

    /** What follows from the first attempt. */
    static String follows(CallResult result, boolean repeatable) {
        return new OutcomePolicy(2, attempt -> PAUSE)
                .judge(result, repeatable, 1, 1, Instant.EPOCH)
                .fold(end -> end.ending().outcome().name(), again -> "again: " + again.cause());
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
