/** A partner that does all at random that partners do, and what may come of it. */
@NullMarked
package io.partnerapi.worker.rude;

import org.jspecify.annotations.NullMarked;
