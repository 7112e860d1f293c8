package io.partnerapi.worker;

import io.partnerapi.worker.call.TrustedAuthorities;
import io.partnerapi.worker.ops.Metrics;
import io.partnerapi.worker.telemetry.TelemetryPublisher;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What most parts of a worker are made with, and where they are noted for its end. */
record Surroundings(
        Vertx vertx,
        Clock clock,
        Conditions conditions,
        Metrics metrics,
        TelemetryPublisher telemetry,
        TrustedAuthorities authorities,
        Shutdown shutdown) {}
