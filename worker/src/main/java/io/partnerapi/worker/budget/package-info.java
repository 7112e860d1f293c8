/** Keeps the whole cluster within the number of calls the partner accepts in a sliding window. */
@NullMarked
package io.partnerapi.worker.budget;

import org.jspecify.annotations.NullMarked;
