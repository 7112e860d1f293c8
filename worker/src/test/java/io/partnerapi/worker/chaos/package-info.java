/**
 * The guarantees under chaos: real worker processes and a broker process are killed, paused, restarted and scaled, and
 * the partner fails in every way, on a schedule that a seed decides; the guarantees are judged from outside.
 */
@NullMarked
package io.partnerapi.worker.chaos;

import org.jspecify.annotations.NullMarked;
