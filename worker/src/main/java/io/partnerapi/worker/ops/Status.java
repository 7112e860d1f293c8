package io.partnerapi.worker.ops;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Who this worker is and how it is, for people and their tools. */
public record Status(String worker, String version, Instant started, Health health) {

    /** With the version of the jar that this runs from. */
    public static Status of(String worker, Instant started, Health health) {
        String version = Status.class.getPackage().getImplementationVersion();
        return new Status(worker, version == null ? "built from source" : version, started, health);
    }

    JsonObject json() {
        return new JsonObject()
                .put("worker", worker)
                .put("version", version)
                .put("started", started.toString())
                .put("conditions", health.readiness().json().getJsonArray("checks"));
    }
}
