/** What a record of a command topic asks for, or why it cannot be run: pure. */
@NullMarked
package io.partnerapi.worker.decode;

import org.jspecify.annotations.NullMarked;
