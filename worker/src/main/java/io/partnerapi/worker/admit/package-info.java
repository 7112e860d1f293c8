/** When a command may go: it needs time, a target that is up, the cluster's token and a call of the budget, in that order. */
@NullMarked
package io.partnerapi.worker.admit;

import org.jspecify.annotations.NullMarked;
