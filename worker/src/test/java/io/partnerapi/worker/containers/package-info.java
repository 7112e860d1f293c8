/** Tests of the images and of the compose file, where there is a container engine. */
@NullMarked
package io.partnerapi.worker.containers;

import org.jspecify.annotations.NullMarked;
