package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.Disclaimed;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.call.CallResult.Withheld;
import java.util.Optional;

/** By what metrics tell attempts apart: the class of the status, 429 by itself, or the kind of failure; none if nothing was sent. */
final class Attempted implements CallResult.Cases<Optional<String>> {
    static final Attempted LABEL = new Attempted();

    private Attempted() {}

    @Override
    public Optional<String> answered(Answered answer) {
        int kind = answer.status() / 100;
        return Optional.of(answer.status() == 429 ? "429" : kind >= 2 && kind <= 5 ? kind + "xx" : "other");
    }

    @Override
    public Optional<String> tooLarge(TooLarge answer) {
        return Optional.of("too-large");
    }

    @Override
    public Optional<String> notSent(NotSent failure) {
        return Optional.of("not-sent");
    }

    @Override
    public Optional<String> disclaimed(Disclaimed left) {
        return Optional.of("disclaimed");
    }

    @Override
    public Optional<String> noAnswer(NoAnswer failure) {
        return Optional.of(failure.waited() ? "no-answer" : "given-up");
    }

    @Override
    public Optional<String> withheld(Withheld nothing) {
        return Optional.empty();
    }
}
