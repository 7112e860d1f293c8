package io.partnerapi.worker.outcome;

import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended.
 *
 * @param status the partner's, when it answered
 * @param headers the partner's, by lower-case name
 * @param body the partner's, when it answered and it is to be passed on
 * @param reason why it ended so, unless the answer says it all
 */
public record Ending(
        Outcome outcome,
        @Nullable Integer status,
        Map<String, List<String>> headers,
        byte @Nullable [] body,
        @Nullable Reason reason) {

    /** The same without the partner's body: to tell of it once its result is written. */
    public Ending withoutBody() {
        return new Ending(outcome, status, headers, null, reason);
    }

    /** An end without an answer of the partner. */
    public static Ending of(Outcome outcome, String code, String detail) {
        return new Ending(outcome, null, Map.of(), null, new Reason(code, detail));
    }
}
