/** A certificate authority for tests: signs server certificates that only clients trusting its {@code ca.pem} accept. */
@NullMarked
package io.partnerapi.sandbox.tls;

import org.jspecify.annotations.NullMarked;
