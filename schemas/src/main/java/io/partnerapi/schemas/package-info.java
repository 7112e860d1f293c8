/** Placeholder. */
@NullMarked
package io.partnerapi.schemas;

import org.jspecify.annotations.NullMarked;
