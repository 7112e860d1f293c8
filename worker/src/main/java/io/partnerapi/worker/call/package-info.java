/** The call itself: one request to the partner over TLS, and what is known afterwards. */
@NullMarked
package io.partnerapi.worker.call;

import org.jspecify.annotations.NullMarked;
