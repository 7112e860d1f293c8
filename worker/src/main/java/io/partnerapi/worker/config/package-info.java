/** Reads the settings: defaults, then a file, then the environment; reports every problem at once. Each stage owns its record, this package puts them together. */
@NullMarked
package io.partnerapi.worker.config;

import org.jspecify.annotations.NullMarked;
