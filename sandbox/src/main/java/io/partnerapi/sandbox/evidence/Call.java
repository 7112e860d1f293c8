package io.partnerapi.sandbox.evidence;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.LedgerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as it arrived at the partner.
 *
 * @param command id of the command it was made for; null if it carried none
 * @param effect whether it changed something there
 * @param unprocessed whether its answer proved to the caller that it was not processed
 * @param status the status answered
 * @param nanos when it arrived, on the monotonic clock
 */
public record Call(@Nullable String command, boolean effect, boolean unprocessed, int status, long nanos) {
    private static final String REFUSED_STREAM = "refuse-stream";

    /** The calls among the requests that a partner has seen, in the same order. */
    public static List<Call> of(List<LedgerEntry> requests) {
        return requests.stream()
                .filter(entry -> entry.endpoint() != Endpoint.TOKEN)
                .map(entry -> new Call(
                        entry.command(),
                        entry.effect() != null,
                        entry.status() == 429 || REFUSED_STREAM.equals(entry.fault()),
                        entry.status(),
                        entry.nanos()))
                .toList();
    }
}
