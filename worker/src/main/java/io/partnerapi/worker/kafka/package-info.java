/** Which Kafka the worker talks to and over which topics: the settings that intake, settling and telemetry share. */
@NullMarked
package io.partnerapi.worker.kafka;

import org.jspecify.annotations.NullMarked;
