package io.partnerapi.sandbox.demo;

import org.jspecify.annotations.Nullable;

/**
 * A call as it arrived at the partner.
 *
 * @param command id of the command it was made for; null if it carried none
 * @param effect whether it changed something there
 * @param status the status answered
 * @param nanos when it arrived, on the monotonic clock
 */
record Call(@Nullable String command, boolean effect, int status, long nanos) {}
