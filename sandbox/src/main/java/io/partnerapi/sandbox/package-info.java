/** Placeholder. */
@NullMarked
package io.partnerapi.sandbox;

import org.jspecify.annotations.NullMarked;
