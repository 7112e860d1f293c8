/** Placeholder. */
@NullMarked
package io.partnerapi.worker;

import org.jspecify.annotations.NullMarked;
