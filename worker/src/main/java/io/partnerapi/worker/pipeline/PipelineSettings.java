package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.check.Checks;

/**
 * Who this worker is and how much it does at once.
 *
 * @param id names this worker in results, logs and metrics; unique among living workers
 * @param group consumer group that shares the commands
 * @param inFlight most commands being worked on at once
 */
public record PipelineSettings(String id, String group, int inFlight) {

    private static final int MOST_IN_FLIGHT = 10_000;

    public PipelineSettings {
        new Checks()
                .name("worker.id", id)
                .name("worker.group", group)
                .between("worker.in-flight", inFlight, 1, MOST_IN_FLIGHT)
                .orThrow();
    }
}
