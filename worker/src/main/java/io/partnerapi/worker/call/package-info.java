/** Calls the partner over HTTPS: one attempt per permit, and says what is known to have happened. */
@NullMarked
package io.partnerapi.worker.call;

import org.jspecify.annotations.NullMarked;
