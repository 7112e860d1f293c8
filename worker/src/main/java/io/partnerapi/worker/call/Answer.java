package io.partnerapi.worker.call;

import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to one request as it comes in; its first ending counts. Tokens that it repeats are masked. */
final class Answer {
    /** Of a final answer; RFC 9110, 15: what is above 599 is invalid. */
    private static final int LEAST_STATUS = 200;

    private static final int MOST_STATUS = 599;
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    private final HttpClientRequest request;
    private final ConnectionUse connection;
    private final TokenMask mask;
    private final int maxBytes;
    private final Promise<CallResult> result = Promise.promise();
    private final Buffer body = Buffer.buffer();
    /** That of the answer; null as long as none has begun. */
    private @Nullable Integer status;

    Answer(HttpClientRequest request, ConnectionUse connection, TokenMask mask, int maxBytes) {
        this.request = request;
        this.connection = connection;
        this.mask = mask;
        this.maxBytes = maxBytes;
    }

    Future<CallResult> result() {
        return result.future();
    }

    void read(HttpClientResponse response) {
        int begun = response.statusCode();
        response.exceptionHandler(e -> end(Proof.brokenOff(e)));
        if (begun < LEAST_STATUS || begun > MOST_STATUS) {
            giveUp(Proof.noStatus());
            return;
        }
        status = begun;
        Map<String, List<String>> headers = headers(response.headers());
        response.handler(part -> {
            if (body.length() + part.length() > maxBytes) {
                giveUp(new TooLarge(begun, headers, maxBytes));
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> {
            if (isWhole(response.version(), headers)) {
                result.tryComplete(new Answered(begun, headers, mask.apply(body.getBytes())));
            } else {
                giveUp(Proof.cutOff());
            }
        });
    }

    /**
     * Ends with this result unless it has ended, since its stream or connection has. Nothing more may be written for it: a
     * partner that left by GOAWAY takes a reset of a stream that it has disclaimed for an error of the whole connection.
     */
    void end(CallResult as) {
        complete(as);
    }

    /** Ends with this result unless it has ended, and frees the connection. */
    void giveUp(CallResult as) {
        if (complete(as)) {
            request.reset();
        }
    }

    private boolean complete(CallResult as) {
        return result.tryComplete(status == null ? as : as.begun(status));
    }

    /**
     * Where nothing but the end of the connection ends a body, TLS must say that it is meant (RFC 9112, 9.8). JSON says
     * more: what is closed is whole, and what is not was cut by somebody behind the one who closed.
     */
    private boolean isWhole(HttpVersion version, Map<String, List<String>> headers) {
        if (version == HttpVersion.HTTP_2 || endsByItself(headers)) {
            return true;
        }
        JsonText text = CallResult.saysJson(headers) ? JsonText.of(body.getBytes()) : JsonText.OPEN;
        return text == JsonText.CLOSED || text == JsonText.OPEN && connection.isEndedInOrder();
    }

    /** RFC 9112, 6.3. */
    private boolean endsByItself(Map<String, List<String>> headers) {
        List<String> codings = headers.get("transfer-encoding");
        return request.getMethod() == HttpMethod.HEAD
                || WITHOUT_BODY.contains(status)
                || (codings == null
                        ? headers.containsKey("content-length")
                        : String.join(",", codings).toLowerCase(Locale.ROOT).endsWith("chunked"));
    }

    private Map<String, List<String>> headers(MultiMap received) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : received) {
            headers.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                    .add(mask.apply(header.getValue()));
        }
        return headers;
    }
}
