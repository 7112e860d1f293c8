/** Everything that touches Hazelcast: forming the grid and the entries the workers agree on. */
@NullMarked
package io.partnerapi.worker.cluster;

import org.jspecify.annotations.NullMarked;
