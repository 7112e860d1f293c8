/** What a setting must fulfil and how its breach is told: the vocabulary in which every settings record validates itself. Depends on nothing. */
@NullMarked
package io.partnerapi.worker.check;

import org.jspecify.annotations.NullMarked;
