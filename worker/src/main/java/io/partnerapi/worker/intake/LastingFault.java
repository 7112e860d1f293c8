package io.partnerapi.worker.intake;

import java.time.Instant;

/** What is wrong with a partition or topic, and since when this worker has known it. */
public record LastingFault(PartitionFault fault, Instant since) {}
