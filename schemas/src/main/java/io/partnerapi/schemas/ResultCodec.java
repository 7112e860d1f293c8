package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads and writes the value of a {@link Result} record. Thread-safe. */
public final class ResultCodec {

    /** The result, or the first rule that the bytes break; never throws. Fields it does not know are ignored. */
    public Decoded<Result> decode(byte @Nullable [] value) {
        return WireValue.decode(value, Limits.MAX_RESULT_BYTES, ResultCodec::read);
    }

    /** The result as UTF-8 JSON. */
    public byte[] encode(Result result) {
        BinaryBody bytes = result.bodyBytes();
        return new Json()
                .put("id", result.id())
                .put("outcome", result.outcome())
                .put("status", result.status())
                .put("headers", result.headers(), Json::texts)
                .put("body", result.body())
                .put("bodyBase64", bytes == null ? null : bytes.toBase64())
                .put("reason", reason(result.reason()))
                .put("attempts", result.attempts(), ResultCodec::attempt)
                .put(
                        "source",
                        new Json()
                                .put("topic", result.source().topic())
                                .put("partition", result.source().partition())
                                .put("offset", result.source().offset())
                                .node())
                .put("worker", result.worker())
                .put("receivedAt", result.receivedAt())
                .put("finishedAt", result.finishedAt())
                .bytes();
    }

    static @Nullable JsonNode reason(@Nullable Reason reason) {
        return reason == null
                ? null
                : new Json()
                        .put("code", reason.code())
                        .put("detail", reason.detail())
                        .node();
    }

    static Reason reason(Fields fields) {
        return new Reason(fields.required("code", Values::text), fields.required("detail", Values::text));
    }

    private static JsonNode attempt(Attempt attempt) {
        return new Json()
                .put("at", attempt.at())
                .put("tookMillis", attempt.tookMillis())
                .put("status", attempt.status())
                .put("error", attempt.error())
                .node();
    }

    private static Result read(Fields fields) {
        return new Result(
                fields.required("id", Values::text),
                fields.required("outcome", Values.oneOf(Outcome.values(), Outcome::name)),
                fields.optional("status", Values::httpStatus),
                fields.required("headers", Values.map(Values.list(Values::text))),
                fields.optional("body", Values::body),
                fields.optional("bodyBase64", Values::base64),
                fields.optional("reason", Values.object(ResultCodec::reason)),
                fields.required("attempts", Values.list(Values.object(ResultCodec::attempt))),
                fields.required("source", Values.object(ResultCodec::source)),
                fields.required("worker", Values::text),
                fields.required("receivedAt", Values::instant),
                fields.required("finishedAt", Values::instant));
    }

    private static Attempt attempt(Fields fields) {
        return new Attempt(
                fields.required("at", Values::instant),
                fields.required("tookMillis", Values::count),
                fields.optional("status", Values::httpStatus),
                fields.optional("error", Values::text));
    }

    private static Source source(Fields fields) {
        return new Source(
                fields.required("topic", Values::text),
                fields.required("partition", Values::smallCount),
                fields.required("offset", Values::count));
    }
}
