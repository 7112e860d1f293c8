/** Keeps one bearer token for the whole cluster, asking for a new one only when the quota allows it. */
@NullMarked
package io.partnerapi.worker.token;

import org.jspecify.annotations.NullMarked;
