/**
 * The way of a command through the worker: read {@link io.partnerapi.worker.pipeline.CommandPipeline} first.
 */
@NullMarked
package io.partnerapi.worker.pipeline;

import org.jspecify.annotations.NullMarked;
