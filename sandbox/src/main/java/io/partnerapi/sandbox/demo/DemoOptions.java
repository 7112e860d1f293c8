package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.partner.CallLimit;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a demo does.
 *
 * @param commands command records to produce
 * @param workers worker processes
 * @param seed of the load
 * @param limit the partner's limit, which the workers are told
 * @param guard by how much the workers widen the window
 * @param disturbance what is done to the workers in the middle
 * @param keep whether everything stays running afterwards
 * @param kafkaPort the broker's port; 0 picks a free one
 * @param workerJar the worker's program
 * @param java the executable that runs it
 */
public record DemoOptions(
        int commands,
        int workers,
        long seed,
        CallLimit limit,
        Duration guard,
        Disturbance disturbance,
        boolean keep,
        int kafkaPort,
        Path workerJar,
        Path java) {
    private static final int MOST_COMMANDS = 1_000_000;
    private static final int MOST_WORKERS = 20;

    public DemoOptions {
        if (commands < 1 || commands > MOST_COMMANDS) {
            throw new IllegalArgumentException("--commands is " + commands + "; it must be 1 to " + MOST_COMMANDS);
        }
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("--workers is " + workers + "; it must be 1 to " + MOST_WORKERS);
        }
        if (limit.calls() < 1) {
            throw new IllegalArgumentException("--limit is " + limit.calls() + "; it must be at least 1");
        }
        if (guard.isNegative()) {
            throw new IllegalArgumentException("--guard is " + guard + "; it must not be negative");
        }
        if (disturbance != Disturbance.NONE && disturbance != Disturbance.ROLLING && workers < 2) {
            throw new IllegalArgumentException("--kill-one needs --workers 2 or more: someone must go on");
        }
    }

    /** A worker that is killed may die asking for the token, which costs a request more. */
    Allowance allowance() {
        return new Allowance(limit.calls(), disturbance == Disturbance.KILL ? 2 : 1);
    }
}
