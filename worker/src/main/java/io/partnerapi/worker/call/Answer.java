package io.partnerapi.worker.call;

import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answer to one request as it comes in; its first ending counts. */
final class Answer {
    private final HttpClientRequest request;
    private final int maxBytes;
    private final Promise<CallResult> result = Promise.promise();
    private final Buffer body = Buffer.buffer();

    Answer(HttpClientRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    Future<CallResult> result() {
        return result.future();
    }

    void read(HttpClientResponse response) {
        int status = response.statusCode();
        Map<String, List<String>> headers = headers(response.headers());
        response.exceptionHandler(e -> giveUp(Proof.brokenOff(e)));
        response.handler(part -> {
            if (body.length() + part.length() > maxBytes) {
                giveUp(new TooLarge(status, headers, maxBytes));
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> result.tryComplete(new Answered(status, headers, body.getBytes())));
    }

    /** Ends with this result unless it has ended, and frees the connection. */
    void giveUp(CallResult as) {
        if (result.tryComplete(as)) {
            request.reset();
        }
    }

    private static Map<String, List<String>> headers(MultiMap received) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : received.names()) {
            headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(received.getAll(name)));
        }
        return headers;
    }
}
