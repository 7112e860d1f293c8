/**
 * What outlives all workers: the newest value of each key on the workers' own compacted topic.
 *
 * <p>{@link io.partnerapi.worker.state.StateTopic} is read once, before anything is decided by what it holds, and written by the
 * worker that changed something. Whoever keeps a value there seals it first.
 */
@NullMarked
package io.partnerapi.worker.state;

import org.jspecify.annotations.NullMarked;
