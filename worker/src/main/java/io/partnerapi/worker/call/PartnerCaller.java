package io.partnerapi.worker.call;

import io.partnerapi.schemas.Command;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.partnerapi.worker.call.Proof.Sending;
import io.partnerapi.worker.token.AccessToken;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call to the partner: connects, asks whether it may still write, writes, and reads the answer to its limit.
 *
 * <p>Runs on the event loop of its client; the futures fail only for a bug.
 */
public final class PartnerCaller {
    private final Vertx vertx;
    private final HttpClient client;
    private final PartnerSettings settings;
    private final GoAways goAways = new GoAways();

    public PartnerCaller(Vertx vertx, HttpClient client, PartnerSettings settings) {
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
    }

    /**
     * @param gate asked once, when there is a connection and nothing has been written; {@code false} withholds the call.
     *     Its future must not fail
     */
    public Future<CallResult> call(Command command, AccessToken token, Supplier<Future<Boolean>> gate) {
        return client.request(PartnerRequest.options(command, token.value(), settings))
                .compose(
                        request -> pass(request, PartnerRequest.body(command), gate),
                        refused -> Future.succeededFuture(Proof.withoutConnection(refused)));
    }

    private Future<CallResult> pass(HttpClientRequest request, @Nullable Buffer body, Supplier<Future<Boolean>> gate) {
        AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
        request.exceptionHandler(broken::set);
        AtomicLong lastStream = goAways.lastStream(request.connection());
        return gate.get().compose(open -> {
            Throwable failure = broken.get();
            if (failure != null) {
                return Future.succeededFuture(Proof.beforeWriting(failure));
            }
            return open ? send(request, body, lastStream) : withhold(request);
        });
    }

    /**
     * An HTTP/2 stream that was never opened is not given back to the connection by a reset, so the connection is given
     * up: its other streams end in peace, and the next call opens a new one.
     */
    private Future<CallResult> withhold(HttpClientRequest request) {
        // Without a handler Vert.x logs our own reset as an error.
        request.exceptionHandler(ours -> {});
        if (request.version() == HttpVersion.HTTP_2) {
            request.connection().shutdown(settings.callSurelyOver());
        } else {
            request.reset();
        }
        return Future.succeededFuture(new Withheld());
    }

    private Future<CallResult> send(HttpClientRequest request, @Nullable Buffer body, AtomicLong lastStream) {
        Answer answer = new Answer(request, settings.maxResponseBytes());
        long limit = settings.callTimeout().toMillis();
        long timer = vertx.setTimer(limit, id -> answer.giveUp(Proof.late(settings.callTimeout())));
        // The response tells of every failure too; without a handler Vert.x would log it as an error.
        request.exceptionHandler(told -> {});
        Future<Void> head = write(request, body);
        request.response()
                .onSuccess(answer::read)
                .onFailure(e -> head.onComplete(
                        end -> answer.giveUp(Proof.afterWriting(e, sending(request, end, lastStream.get())))));
        return answer.result().onComplete(ended -> vertx.cancelTimer(timer));
    }

    /**
     * Writes the request, its head by itself: a body may wait for the partner's HTTP/2 window when its head is long out,
     * so that the end of both together would prove nothing.
     *
     * @return how the write of the head ended
     */
    private static Future<Void> write(HttpClientRequest request, @Nullable Buffer body) {
        if (body == null) {
            return request.end();
        }
        request.headers().set("Content-Length", String.valueOf(body.length()));
        Future<Void> head = request.writeHead();
        request.end(body);
        return head;
    }

    private static Sending sending(HttpClientRequest request, AsyncResult<Void> head, long lastStream) {
        return new Sending(head, request.version() == HttpVersion.HTTP_2 ? request.streamId() : 0, lastStream);
    }
}
