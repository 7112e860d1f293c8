/** Shows people and orchestrators how the worker is: conditions, health, metrics and status over HTTP. */
@NullMarked
package io.partnerapi.worker.ops;

import org.jspecify.annotations.NullMarked;
