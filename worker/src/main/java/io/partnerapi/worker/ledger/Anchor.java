package io.partnerapi.worker.ledger;

import java.util.OptionalInt;

/**
 * What a ledger in a commit is bound to, so that beside another offset or in another log it is not believed.
 *
 * @param offset the committed one
 * @param leaderEpoch of the last record that its owner had taken; empty if none was, or none that says how far the log
 *     went
 */
public record Anchor(LogId log, long offset, OptionalInt leaderEpoch) {}
