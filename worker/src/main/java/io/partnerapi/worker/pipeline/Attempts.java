package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Attempt;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.Disclaimed;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.call.CallResult.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a result tells of an attempt. */
final class Attempts {
    private Attempts() {}

    /** Empty when nothing was attempted. */
    static Optional<Attempt> of(CallResult result, Instant at, Duration took) {
        long millis = took.toMillis();
        return result.match(new CallResult.Cases<>() {
            @Override
            public Optional<Attempt> answered(Answered answer) {
                return Optional.of(new Attempt(at, millis, answer.status(), null));
            }

            @Override
            public Optional<Attempt> tooLarge(TooLarge answer) {
                return Optional.of(new Attempt(at, millis, answer.status(), "body too large"));
            }

            @Override
            public Optional<Attempt> notSent(NotSent failure) {
                return Optional.of(new Attempt(at, millis, null, "not sent: " + failure.why()));
            }

            @Override
            public Optional<Attempt> disclaimed(Disclaimed left) {
                return Optional.of(new Attempt(at, millis, null, "not processed: the partner left the connection"));
            }

            @Override
            public Optional<Attempt> noAnswer(NoAnswer failure) {
                return Optional.of(new Attempt(at, millis, failure.status(), "no answer: " + failure.why()));
            }

            @Override
            public Optional<Attempt> withheld(Withheld nothing) {
                return Optional.empty();
            }
        });
    }
}
