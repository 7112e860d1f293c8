/** The sandbox's command line: the demo, and its broker and partner API as programs of their own. */
@NullMarked
package io.partnerapi.sandbox;

import org.jspecify.annotations.NullMarked;
