package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Instant;

/**
 * Something a worker wants of the entry; applied where the entry lies, one at a time, on the clock of that place. When a member
 * dies it may be applied twice: the second time changes nothing.
 *
 * @param <R> what it is answered with
 */
public sealed interface TokenEvent<R extends Serializable> extends Serializable
        permits Acquire, Publish, Refuse, Release {

    /** What it does; pure. */
    Applied<R> apply(TokenEntry entry, Instant now);
}
