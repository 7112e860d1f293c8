/** What workers guarantee, each guarantee a class that judges a run by what was seen from outside. */
@NullMarked
package io.partnerapi.sandbox.guarantee;

import org.jspecify.annotations.NullMarked;
