/**
 * What an attempt means: {@link io.partnerapi.worker.outcome.OutcomePolicy} decides, purely, between an end and another
 * attempt; {@link io.partnerapi.worker.outcome.ResultWriter} turns an end into the record that tells it.
 */
@NullMarked
package io.partnerapi.worker.outcome;

import org.jspecify.annotations.NullMarked;
