package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Instant;

/**
 * The right of one worker to ask for the token of one generation, for the length of a lease.
 *
 * @param generation fences it: greater than that of every claim and token before
 * @param id names this attempt of the owner
 * @param owner id of the worker
 * @param since when it was granted
 * @param until when others may claim
 */
record Claim(long generation, String id, String owner, Instant since, Instant until) implements Serializable {

    boolean is(long generation, String id) {
        return this.generation == generation && this.id.equals(id);
    }
}
