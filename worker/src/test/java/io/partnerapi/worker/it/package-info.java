/** Tests of the program as it is run: real processes against a real broker and a partner API over TLS. */
@NullMarked
package io.partnerapi.worker.it;

import org.jspecify.annotations.NullMarked;
