/** A real Kafka broker inside this JVM or as a process of its own, for tests and the demo. */
@NullMarked
package io.partnerapi.sandbox.kafka;

import org.jspecify.annotations.NullMarked;
