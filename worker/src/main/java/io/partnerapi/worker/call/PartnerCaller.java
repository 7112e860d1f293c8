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
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
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
    private final Negotiation negotiation;
    private final PartnerSettings settings;
    /** Weak: an entry lives as long as its connection, of which the pool limits the number. */
    private final Map<HttpConnection, ConnectionUse> connections = new WeakHashMap<>();

    private final Set<Answer> underWay = new HashSet<>();
    private TokenMask mask = TokenMask.none();
    private boolean givenUp;

    public PartnerCaller(Vertx vertx, HttpClient client, PartnerSettings settings) {
        this(vertx, client, settings, new Addresses(vertx));
    }

    PartnerCaller(Vertx vertx, HttpClient client, PartnerSettings settings, Addresses addresses) {
        this.vertx = vertx;
        this.client = client;
        this.negotiation = new Negotiation(client, addresses, settings.connectTimeout());
        this.settings = settings;
    }

    /**
     * @param gate asked once, when there is a connection and nothing has been written; {@code false} withholds the call.
     *     Its future must not fail
     */
    public Future<CallResult> call(Command command, AccessToken token, Supplier<Future<Boolean>> gate) {
        mask = mask.next(token.value());
        return negotiation
                .open(PartnerRequest.options(command, token.value(), settings))
                .compose(
                        request -> pass(request, PartnerRequest.body(command), gate),
                        refused -> Future.succeededFuture(Proof.withoutConnection(refused, !underWay.isEmpty())));
    }

    /** Gives up every call that is on the wire and makes none any more, since the worker ends; on the client's event loop. */
    public void giveUpAll() {
        givenUp = true;
        List.copyOf(underWay).forEach(answer -> answer.giveUp(Proof.stopped()));
    }

    /** Ends the client and its connections. */
    public Future<Void> close() {
        return client.close();
    }

    private Future<CallResult> pass(HttpClientRequest request, @Nullable Buffer body, Supplier<Future<Boolean>> gate) {
        AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
        request.exceptionHandler(broken::set);
        ConnectionUse connection = connections.computeIfAbsent(
                request.connection(), used -> new ConnectionUse(used, settings.callSurelyOver()));
        connection.enter();
        return gate.get()
                .compose(open -> {
                    Throwable failure = broken.get();
                    if (failure != null) {
                        return Future.succeededFuture(Proof.beforeWriting(failure, connection.served()));
                    }
                    return open && !givenUp && !connection.retired()
                            ? send(request, body, connection)
                            : withhold(request, connection);
                })
                .onComplete(over -> connection.exit());
    }

    private static Future<CallResult> withhold(HttpClientRequest request, ConnectionUse connection) {
        // Without a handler Vert.x logs our own reset as an error.
        request.exceptionHandler(ours -> {});
        if (request.version() == HttpVersion.HTTP_2) {
            connection.loseStream();
        } else {
            request.reset();
        }
        return Future.succeededFuture(new Withheld());
    }

    private Future<CallResult> send(HttpClientRequest request, @Nullable Buffer body, ConnectionUse connection) {
        Answer answer = new Answer(request, connection, mask, settings.maxResponseBytes());
        underWay.add(answer);
        int answersBefore = connection.answers();
        long timer = vertx.setTimer(settings.callTimeout().toMillis(), id -> {
            answer.giveUp(Proof.late(settings.callTimeout()));
            connection.late(answersBefore);
        });
        // The response tells of every failure too; without a handler Vert.x would log it as an error.
        request.exceptionHandler(told -> {});
        Future<Void> head = write(request, body);
        request.response()
                .onSuccess(answer::read)
                .onFailure(e ->
                        head.onComplete(end -> answer.end(Proof.afterWriting(e, sending(request, end, connection)))));
        return answer.result()
                .onComplete(ended -> {
                    vertx.cancelTimer(timer);
                    underWay.remove(answer);
                })
                .onSuccess(connection::tell);
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

    private static Sending sending(HttpClientRequest request, AsyncResult<Void> head, ConnectionUse connection) {
        return new Sending(
                head,
                request.version() == HttpVersion.HTTP_2 ? request.streamId() : 0,
                connection.lastStream(),
                connection.served());
    }
}
