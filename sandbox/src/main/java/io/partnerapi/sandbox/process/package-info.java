/** Programs side by side on one machine: the ports they listen on and the workers run as processes. */
@NullMarked
package io.partnerapi.sandbox.process;

import org.jspecify.annotations.NullMarked;
