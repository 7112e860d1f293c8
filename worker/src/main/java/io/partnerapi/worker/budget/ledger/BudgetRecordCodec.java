package io.partnerapi.worker.budget.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form in which records lie in the log: JSON, the same in every version for what {@link GrantRule} needs.
 *
 * <pre>
 *   {"budget":1, "session":"k3f...", "base":[offset,epoch], "wall":millis, "limit":[calls,window,guard],
 *    "take":n, "free":n, "under":[calls,window,guard], "kept":[[offset,epoch,n],..], "renewed":[[offset,epoch,n],..]}
 * </pre>
 */
public final class BudgetRecordCodec {
    private static final String VERSION_KEY = "budget";
    private static final int VERSION = 1;

    private BudgetRecordCodec() {}

    /**
     * What the value of a record says.
     *
     * @param version of its form; 0 of what is not a worker's, or damaged
     * @param record as far as this version understands it: what {@link GrantRule} needs is the same in all
     */
    public record Decoded(int version, BudgetRecord record) {
        private static final Decoded FOREIGN = new Decoded(0, BudgetRecord.FOREIGN);

        /** Whether its sender may go by more than this version knows of. */
        public boolean isNewer() {
            return version > VERSION;
        }
    }

    public static byte[] encode(BudgetRecord record) {
        JsonObject json = new JsonObject()
                .put(VERSION_KEY, VERSION)
                .put("session", record.session())
                .put(
                        "base",
                        new JsonArray()
                                .add(record.base().offset())
                                .add(record.base().epoch()))
                .put("wall", record.wallMillis())
                .put("limit", limit(record.limit()));
        PermitClaim claim = record.claim();
        if (claim != null) {
            json.put("take", claim.take()).put("free", claim.free()).put("under", limit(claim.limit()));
        }
        if (!record.kept().isEmpty()) {
            json.put("kept", permits(record.kept()));
        }
        if (!record.renewed().isEmpty()) {
            json.put("renewed", permits(record.renewed()));
        }
        return json.encode().getBytes(UTF_8);
    }

    public static Decoded decode(byte @Nullable [] value) {
        if (value == null) {
            return Decoded.FOREIGN;
        }
        try {
            JsonObject json = new JsonObject(new String(value, UTF_8));
            int version = json.getInteger(VERSION_KEY, 0);
            return version < 1 ? Decoded.FOREIGN : new Decoded(version, record(json));
        } catch (DecodeException
                | ClassCastException
                | IllegalArgumentException
                | NullPointerException
                | IndexOutOfBoundsException damaged) {
            return Decoded.FOREIGN;
        }
    }

    private static BudgetRecord record(JsonObject json) {
        JsonArray base = json.getJsonArray("base");
        Integer take = json.getInteger("take");
        return new BudgetRecord(
                Objects.requireNonNull(json.getString("session")),
                new LogPosition(base.getLong(0), base.getInteger(1)),
                json.getLong("wall"),
                limit(json.getJsonArray("limit")),
                take == null ? null : new PermitClaim(take, json.getInteger("free"), limit(json.getJsonArray("under"))),
                permits(json.getJsonArray("kept", new JsonArray())),
                permits(json.getJsonArray("renewed", new JsonArray())));
    }

    private static JsonArray limit(RateLimit limit) {
        return new JsonArray().add(limit.calls()).add(limit.windowMillis()).add(limit.guardMillis());
    }

    private static RateLimit limit(JsonArray limit) {
        return new RateLimit(limit.getInteger(0), limit.getLong(1), limit.getLong(2));
    }

    private static JsonArray permits(Map<LogPosition, Integer> permits) {
        JsonArray json = new JsonArray();
        permits.forEach((at, count) ->
                json.add(new JsonArray().add(at.offset()).add(at.epoch()).add(count)));
        return json;
    }

    private static Map<LogPosition, Integer> permits(JsonArray json) {
        Map<LogPosition, Integer> permits = new HashMap<>();
        for (int i = 0; i < json.size(); i++) {
            JsonArray one = json.getJsonArray(i);
            permits.put(new LogPosition(one.getLong(0), one.getInteger(1)), one.getInteger(2));
        }
        return permits;
    }
}
