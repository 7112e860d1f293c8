/**
 * How a command ends: what is known of every offset, and the transactions that make it durable.
 *
 * <p>{@link io.partnerapi.worker.ledger.PartitionLedger} is the pure bookkeeping of one partition,
 * {@link io.partnerapi.worker.settle.AssignedPartition} guards it for the threads that share it, and
 * {@link io.partnerapi.worker.settle.Settler} owns the transactional producer: results, dead letters and the ledger
 * (in the offset commit's metadata) become visible together or not at all. {@link io.partnerapi.worker.settle.Batch}
 * decides which entries one {@link io.partnerapi.worker.settle.Transaction} holds, so that a record or a topic that cannot
 * be published costs nobody else anything.
 */
@NullMarked
package io.partnerapi.worker.settle;

import org.jspecify.annotations.NullMarked;
