/**
 * What outlives all workers: the newest value of each key on the workers' own compacted topic.
 *
 * <p>{@link io.partnerapi.worker.state.StateReader} reads it before anything is decided by what it holds;
 * {@link io.partnerapi.worker.state.StateTopic} writes what a worker has changed or seen changed.
 * Whoever keeps a value there seals it first.
 */
@NullMarked
package io.partnerapi.worker.state;

import org.jspecify.annotations.NullMarked;
