package io.partnerapi.worker.ops;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.Function;

/** Who this worker is and how it is, for people and their tools; safe for any thread. */
public final class Status {
    private final String worker;
    private final String version;
    private final Instant started;
    private final Health health;
    private volatile Function<MultiMap, Future<JsonObject>> details =
            parameters -> Future.succeededFuture(new JsonObject());

    public Status(String worker, String version, Instant started, Health health) {
        this.worker = worker;
        this.version = version;
        this.started = started;
        this.health = health;
    }

    /** With the version of the jar that this runs from. */
    public static Status of(String worker, Instant started, Health health) {
        String version = Status.class.getPackage().getImplementationVersion();
        return new Status(worker, version == null ? "built from source" : version, started, health);
    }

    /** From now on this is told besides; given the parameters of the request. Must not block. */
    public void tell(Function<MultiMap, Future<JsonObject>> more) {
        details = more;
    }

    Health health() {
        return health;
    }

    /** @param parameters what is asked for in particular */
    Future<JsonObject> json(MultiMap parameters) {
        return details.apply(parameters).map(more -> new JsonObject()
                .put("worker", worker)
                .put("version", version)
                .put("started", started.toString())
                .put("conditions", health.readiness().json().getJsonArray("checks"))
                .mergeIn(more));
    }
}
