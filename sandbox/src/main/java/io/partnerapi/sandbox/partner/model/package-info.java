/** What the sandbox partner knows and does: organizations, cardholders and cards in memory, without any I/O. */
@NullMarked
package io.partnerapi.sandbox.partner.model;

import org.jspecify.annotations.NullMarked;
