/**
 * What is known of each command record of a partition, and how that stands in an offset commit: pure.
 *
 * <p>{@link io.partnerapi.worker.ledger.PartitionLedger} is the bookkeeping,
 * {@link io.partnerapi.worker.ledger.LedgerText} its form in a commit, bound to an
 * {@link io.partnerapi.worker.ledger.Anchor}, and {@link io.partnerapi.worker.ledger.Resumption} says where work resumes
 * and what is in doubt from there on.
 */
@NullMarked
package io.partnerapi.worker.ledger;

import org.jspecify.annotations.NullMarked;
