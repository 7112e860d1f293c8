/**
 * Which Kafka the worker talks to and over which topics: the settings that intake, settling and telemetry share, and what
 * the brokers say of those topics ({@link io.partnerapi.worker.kafka.Topics} at the start,
 * {@link io.partnerapi.worker.kafka.TopicWatch} from then on).
 */
@NullMarked
package io.partnerapi.worker.kafka;

import org.jspecify.annotations.NullMarked;
