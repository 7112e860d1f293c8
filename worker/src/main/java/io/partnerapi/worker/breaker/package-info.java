/** Stops calls to a partner that is down, and finds out when it is back. */
@NullMarked
package io.partnerapi.worker.breaker;

import org.jspecify.annotations.NullMarked;
