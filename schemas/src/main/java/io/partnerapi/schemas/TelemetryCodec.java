package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes the value of a {@link Telemetry} record. Thread-safe. */
public final class TelemetryCodec {
    /** The version of the records this code writes, and the only one it reads. */
    public static final int VERSION = 1;

    private static final Map<String, Function<Fields, Telemetry>> READERS = Map.of(
            "TokenQuota", TelemetryCodec::tokenQuota,
            "ApiBudget", TelemetryCodec::apiBudget,
            "Paused", TelemetryCodec::paused,
            "Resumed", TelemetryCodec::resumed,
            "TokenRefreshed", TelemetryCodec::tokenRefreshed,
            "TokenRefused", TelemetryCodec::tokenRefused);
    private static final Writer WRITER = new Writer();

    /** The record, or the first rule that the bytes break; never throws. Fields it does not know are ignored. */
    public Decoded<Telemetry> decode(byte @Nullable [] value) {
        return WireValue.decode(value, Limits.MAX_TELEMETRY_BYTES, TelemetryCodec::read);
    }

    /** The record as UTF-8 JSON. */
    public byte[] encode(Telemetry telemetry) {
        return telemetry.fold(WRITER).bytes();
    }

    private static Telemetry read(Fields fields) {
        long version = fields.required("version", Values::count);
        if (version != VERSION) {
            throw Violation.at("version", "must be " + VERSION);
        }
        Function<Fields, Telemetry> reader = READERS.get(fields.required("type", Values::text));
        if (reader == null) {
            throw Violation.at("type", "must be one of " + READERS.keySet());
        }
        return reader.apply(fields);
    }

    private static Telemetry tokenQuota(Fields fields) {
        return new TokenQuota(
                fields.required("at", Values::instant),
                fields.required("credential", Values::text),
                fields.required("generation", Values::count),
                fields.required("outcome", Values.oneOf(TokenQuota.Outcome.values(), TokenQuota.Outcome::name)),
                fields.optional("httpStatus", Values::httpStatus),
                fields.required("buckets", Values.list(Values.object(TelemetryCodec::bucket))),
                fields.optional("retryAt", Values::instant));
    }

    private static TokenQuota.Bucket bucket(Fields fields) {
        return new TokenQuota.Bucket(
                fields.required("name", Values::text),
                fields.required("limit", Values::count),
                fields.required("remaining", Values::count),
                fields.optional("resetsAt", Values::instant));
    }

    private static Telemetry apiBudget(Fields fields) {
        return new ApiBudget(
                fields.required("at", Values::instant),
                fields.required("egress", Values::text),
                fields.required("window", Values::duration),
                fields.required("limit", Values::smallCount),
                fields.required("used", Values::smallCount),
                fields.required("waiting", Values::smallCount),
                fields.required("oldestWaitMillis", Values::count),
                fields.optional("forecastEnd", Values::instant));
    }

    private static Telemetry paused(Fields fields) {
        return new Paused(
                fields.required("at", Values::instant),
                fields.required("scope", Values::text),
                fields.required("reason", Values.object(ResultCodec::reason)),
                fields.optional("until", Values::instant));
    }

    private static Telemetry resumed(Fields fields) {
        return new Resumed(
                fields.required("at", Values::instant),
                fields.required("scope", Values::text),
                fields.required("reason", Values.object(ResultCodec::reason)));
    }

    private static Telemetry tokenRefreshed(Fields fields) {
        return new TokenRefreshed(
                fields.required("at", Values::instant),
                fields.required("credential", Values::text),
                fields.required("generation", Values::count),
                fields.required("expiresAt", Values::instant),
                fields.required("tookMillis", Values::count),
                fields.required("worker", Values::text));
    }

    private static Telemetry tokenRefused(Fields fields) {
        return new TokenRefused(
                fields.required("at", Values::instant),
                fields.required("credential", Values::text),
                fields.required("reason", Values.object(ResultCodec::reason)),
                fields.optional("until", Values::instant),
                fields.required("worker", Values::text));
    }

    /** The JSON of each type of record. */
    private static final class Writer implements Telemetry.Cases<Json> {
        private static Json start(Telemetry telemetry) {
            return new Json()
                    .put("version", VERSION)
                    .put("type", telemetry.getClass().getSimpleName())
                    .put("at", telemetry.at());
        }

        private static JsonNode bucket(TokenQuota.Bucket bucket) {
            return new Json()
                    .put("name", bucket.name())
                    .put("limit", bucket.limit())
                    .put("remaining", bucket.remaining())
                    .put("resetsAt", bucket.resetsAt())
                    .node();
        }

        @Override
        public Json tokenQuota(TokenQuota quota) {
            return start(quota)
                    .put("credential", quota.credential())
                    .put("generation", quota.generation())
                    .put("outcome", quota.outcome())
                    .put("httpStatus", quota.httpStatus())
                    .put("buckets", quota.buckets(), Writer::bucket)
                    .put("retryAt", quota.retryAt());
        }

        @Override
        public Json apiBudget(ApiBudget budget) {
            return start(budget)
                    .put("egress", budget.egress())
                    .put("window", budget.window())
                    .put("limit", budget.limit())
                    .put("used", budget.used())
                    .put("waiting", budget.waiting())
                    .put("oldestWaitMillis", budget.oldestWaitMillis())
                    .put("forecastEnd", budget.forecastEnd());
        }

        @Override
        public Json paused(Paused paused) {
            return start(paused)
                    .put("scope", paused.scope())
                    .put("reason", ResultCodec.reason(paused.reason()))
                    .put("until", paused.until());
        }

        @Override
        public Json resumed(Resumed resumed) {
            return start(resumed).put("scope", resumed.scope()).put("reason", ResultCodec.reason(resumed.reason()));
        }

        @Override
        public Json tokenRefreshed(TokenRefreshed refreshed) {
            return start(refreshed)
                    .put("credential", refreshed.credential())
                    .put("generation", refreshed.generation())
                    .put("expiresAt", refreshed.expiresAt())
                    .put("tookMillis", refreshed.tookMillis())
                    .put("worker", refreshed.worker());
        }

        @Override
        public Json tokenRefused(TokenRefused refused) {
            return start(refused)
                    .put("credential", refused.credential())
                    .put("reason", ResultCodec.reason(refused.reason()))
                    .put("until", refused.until())
                    .put("worker", refused.worker());
        }
    }
}
