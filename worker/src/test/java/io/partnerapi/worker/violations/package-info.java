/** Breaks each rule of {@link io.partnerapi.worker.ArchitectureTest} once, which proves that the rule can fail. */
@NullMarked
package io.partnerapi.worker.violations;

import org.jspecify.annotations.NullMarked;
