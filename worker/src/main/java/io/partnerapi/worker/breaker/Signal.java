package io.partnerapi.worker.breaker;

import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.Disclaimed;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.call.CallResult.Withheld;
import org.jspecify.annotations.Nullable;

/**
 * What a call tells of the partner as a whole: pure.
 *
 * <pre>
 *   no connection, no whole answer, 502, 503, 504    it is down
 *   429                                              nothing: it limits us
 *   cannot be sent, for what it is                   nothing
 *   left to another connection                       nothing: it answers others
 *   withheld                                         nothing: nobody was called
 *   given up since the worker stops                  nothing: it was not waited for
 *   any other answer, also 500                       it is up; the fault is this call's
 * </pre>
 *
 * @param down why it seems down; null if it does not
 * @param up whether it is certainly up
 */
record Signal(@Nullable String down, boolean up) {
    static final Signal NOTHING = new Signal(null, false);
    private static final Signal UP = new Signal(null, true);

    static Signal of(CallResult result) {
        return result.match(new CallResult.Cases<>() {
            @Override
            public Signal answered(Answered answer) {
                return answer(answer.status());
            }

            @Override
            public Signal tooLarge(TooLarge answer) {
                return answer(answer.status());
            }

            @Override
            public Signal notSent(NotSent failure) {
                return failure.hopeless() ? NOTHING : down(failure.why());
            }

            @Override
            public Signal disclaimed(Disclaimed nothing) {
                return NOTHING;
            }

            @Override
            public Signal noAnswer(NoAnswer failure) {
                return failure.waited() ? down(failure.why()) : NOTHING;
            }

            @Override
            public Signal withheld(Withheld nothing) {
                return NOTHING;
            }
        });
    }

    private static Signal answer(int status) {
        return switch (status) {
            case 502, 503, 504 -> down("status " + status);
            case 429 -> NOTHING;
            default -> UP;
        };
    }

    private static Signal down(String why) {
        return new Signal(why, false);
    }
}
