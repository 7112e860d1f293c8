/** The times that the guarantees rest on, related to each other in one place. */
@NullMarked
package io.partnerapi.worker.timing;

import org.jspecify.annotations.NullMarked;
