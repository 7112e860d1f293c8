/**
 * Where commands come in: {@link io.partnerapi.worker.intake.PollLoop} is the sole owner of the consumer, and
 * {@link io.partnerapi.worker.intake.Assignments} decides on its thread what a rebalance means for the work under way.
 * {@link io.partnerapi.worker.intake.Recovery} finds out where work on a partition resumes, also if its commits are lost.
 */
@NullMarked
package io.partnerapi.worker.intake;

import org.jspecify.annotations.NullMarked;
