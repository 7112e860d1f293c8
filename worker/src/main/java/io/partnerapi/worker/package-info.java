/**
 * The program: {@link io.partnerapi.worker.Main} is its entry, {@link io.partnerapi.worker.Worker} makes and joins its
 * parts in the order in which a command meets them. To see how a command is run, begin with
 * {@link io.partnerapi.worker.pipeline.CommandPipeline}.
 */
@NullMarked
package io.partnerapi.worker;

import org.jspecify.annotations.NullMarked;
