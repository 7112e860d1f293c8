/** Carries each command through the stages, one at a time per key, with bounded work in flight. */
@NullMarked
package io.partnerapi.worker.pipeline;

import org.jspecify.annotations.NullMarked;
