package io.partnerapi.sandbox.partner;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong for some requests.
 *
 * @param endpoint where it happens
 * @param method the HTTP method it is limited to, or null for any
 * @param path found anywhere in the path below the base (without {@code /api}); anchor it with {@code ^} and {@code $}
 * @param share the share of matching requests that suffer it, 0 to 1
 * @param times after how many requests it ends; 0 means never
 * @param processed whether the request takes effect first (always so for faults of the body); otherwise it changes nothing
 * @param action what happens instead of the answer
 */
public record Fault(
        Endpoint endpoint,
        @Nullable String method,
        Pattern path,
        double share,
        int times,
        boolean processed,
        FaultAction action) {

    public Fault {
        processed = processed || action.needsAnswer();
        if (processed && action instanceof FaultAction.RefuseStream) {
            throw new IllegalArgumentException(
                    "fault.processed = true: a refused stream promises that nothing was processed");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("fault.share = " + share + ": must lie between 0 and 1");
        }
        if (times < 0) {
            throw new IllegalArgumentException("fault.times = " + times + ": must be 0 (for ever) or more");
        }
    }

    /** Every request of this endpoint, before it is processed. */
    public static Fault always(Endpoint endpoint, FaultAction action) {
        return new Fault(endpoint, null, Pattern.compile(""), 1, 0, false, action);
    }

    /** Limited to requests of this method whose path contains a match of this expression. */
    public Fault on(String onlyMethod, String pathExpression) {
        return new Fault(endpoint, onlyMethod, Pattern.compile(pathExpression), share, times, processed, action);
    }

    public Fault withShare(double value) {
        return new Fault(endpoint, method, path, value, times, processed, action);
    }

    public Fault times(int value) {
        return new Fault(endpoint, method, path, share, value, processed, action);
    }

    /** The request takes effect, then this happens instead of its answer. */
    public Fault afterProcessing() {
        return new Fault(endpoint, method, path, share, times, true, action);
    }

    boolean matches(Endpoint where, String requestMethod, String requestPath) {
        return endpoint == where
                && (method == null || method.equalsIgnoreCase(requestMethod))
                && path.matcher(requestPath).find();
    }
}
