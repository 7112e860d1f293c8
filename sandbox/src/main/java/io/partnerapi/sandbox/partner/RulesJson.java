package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** Rules as JSON, and changes of some of them. */
final class RulesJson {
    private static final Set<String> RULES =
            Set.of("callLimit", "tokenQuota", "quotaHeader", "tokenLifetime", "latency");
    private static final Set<String> CALL_LIMIT = Set.of("calls", "window");
    private static final Set<String> QUOTA_RULE = Set.of("bucket", "quota", "length");
    private static final Set<String> LATENCY = Set.of("min", "max", "spread");
    private static final int MAX_LIST = 100;

    private RulesJson() {}

    static JsonObject write(Rules rules) {
        JsonArray buckets = new JsonArray();
        rules.tokenQuota()
                .forEach(rule -> buckets.add(new JsonObject()
                        .put("bucket", rule.bucket())
                        .put("quota", rule.quota())
                        .put("length", rule.length().toString())));
        return new JsonObject()
                .put(
                        "callLimit",
                        new JsonObject()
                                .put("calls", rules.callLimit().calls())
                                .put("window", rules.callLimit().window().toString()))
                .put("tokenQuota", buckets)
                .put("quotaHeader", rules.quotaHeader().name())
                .put("tokenLifetime", rules.tokenLifetime().toString())
                .put(
                        "latency",
                        new JsonObject()
                                .put("min", rules.latency().min().toString())
                                .put("max", rules.latency().max().toString())
                                .put("spread", rules.latency().spread().name()));
    }

    /** The rules with what {@code change} names replaced; a list is replaced whole, an object key by key. */
    static Rules apply(JsonObject change, Rules rules) {
        Fields fields = new Fields(change, RULES);
        return new Rules(
                callLimit(fields.object("callLimit", CALL_LIMIT), rules.callLimit()),
                fields.has("tokenQuota") ? buckets(fields) : rules.tokenQuota(),
                fields.oneOf("quotaHeader", QuotaHeader.class, rules.quotaHeader()),
                fields.duration("tokenLifetime", rules.tokenLifetime()),
                latency(fields.object("latency", LATENCY), rules.latency()));
    }

    private static CallLimit callLimit(Fields fields, CallLimit now) {
        return new CallLimit(fields.integer("calls", now.calls()), fields.duration("window", now.window()));
    }

    private static Latency latency(Fields fields, Latency now) {
        return new Latency(
                fields.duration("min", now.min()),
                fields.duration("max", now.max()),
                fields.oneOf("spread", Latency.Spread.class, now.spread()));
    }

    private static List<QuotaRule> buckets(Fields fields) {
        return fields.list("tokenQuota", JsonObject.class, MAX_LIST).stream()
                .map(bucket -> new Fields(bucket, QUOTA_RULE))
                .map(bucket -> new QuotaRule(
                        bucket.required("bucket"), bucket.requiredInteger("quota"), bucket.requiredDuration("length")))
                .toList();
    }
}
