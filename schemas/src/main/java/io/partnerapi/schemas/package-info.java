/** The wire contract of the partner worker: commands, results, telemetry and the operation catalogue. */
@NullMarked
package io.partnerapi.schemas;

import org.jspecify.annotations.NullMarked;
