/**
 * Everything that touches Hazelcast: forming the grid and the entries the workers agree on.
 *
 * <p>{@link io.partnerapi.worker.cluster.Grid} is this worker's member. Each entry is changed only by an entry processor, which
 * the member that owns the key runs alone; the pure rules it applies are in the packages of the token and the budget.
 *
 * <pre>{@code
 *     start --> ALONE --- a majority of the expected members seen ---> DECIDING --- close ---> left
 *                 ^                                                        |
 *                 +------------------ majority lost (5 s) -----------------+
 *
 *     ALONE:    every read and write fails; a worker replaces its token by itself when it is nearly over
 *     DECIDING: a write counts when the owner and its backups have it; else it fails and may or may not have happened
 *     merge:    the smaller side joins the larger; for each entry both hold, its map's merge policy decides
 * }</pre>
 */
@NullMarked
package io.partnerapi.worker.cluster;

import org.jspecify.annotations.NullMarked;
