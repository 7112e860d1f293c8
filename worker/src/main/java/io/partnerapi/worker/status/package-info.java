/** What the worker and its cluster are doing, put together from the parts' views: as JSON for people, as gauges for Prometheus. */
@NullMarked
package io.partnerapi.worker.status;

import org.jspecify.annotations.NullMarked;
