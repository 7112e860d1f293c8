/**
 * A load of commands, and what can be seen of it from outside: what was produced, what a {@code read_committed} consumer
 * read, and what arrived at the partner.
 */
@NullMarked
package io.partnerapi.sandbox.evidence;

import org.jspecify.annotations.NullMarked;
