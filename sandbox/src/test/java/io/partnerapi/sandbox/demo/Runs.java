package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs made by hand: a perfect one of five commands, and the parts to spoil it with. */
final class Runs {
    static final Allowance ALLOWANCE = new Allowance(10, 1);
    static final Sent READ = sent("read", "a", 0, How.ANSWERED);
    static final Sent WRITE = sent("write", "a", 1, How.ANSWERED);
    static final Sent FREE = sent("free", null, 2, How.ANSWERED);
    static final Sent BAD = sent("bad", "a", 3, How.REFUSED);
    static final Sent NOISE = sent("noise", "a", 4, How.DEAD_LETTER);

    private Runs() {}

    static Run perfect() {
        return run(new Evidence(
                List.of(READ, WRITE, FREE, BAD, NOISE),
                List.of(
                        ending(READ, How.ANSWERED, 0),
                        ending(FREE, How.ANSWERED, 1),
                        ending(WRITE, How.ANSWERED, 2),
                        ending(BAD, How.REFUSED, 3),
                        ending(NOISE, How.DEAD_LETTER, 0)),
                List.of(),
                List.of(call("free", false), call("read", false), call("write", true)),
                List.of()));
    }

    static Run withEndings(Ending... endings) {
        Evidence e = perfect().evidence();
        return run(new Evidence(e.sent(), List.of(endings), e.unreadable(), e.calls(), e.incidents()));
    }

    static Run withCalls(Call... calls) {
        Evidence e = perfect().evidence();
        return run(new Evidence(e.sent(), e.endings(), e.unreadable(), List.of(calls), e.incidents()));
    }

    static Run with(Run run, Incident incident) {
        Evidence e = run.evidence();
        return run(new Evidence(e.sent(), e.endings(), e.unreadable(), e.calls(), List.of(incident)));
    }

    private static Run run(Evidence evidence) {
        return new Run(evidence, 1, 10, List.of());
    }

    static Sent sent(String id, @Nullable String key, long offset, How expected) {
        return new Sent(
                new Planned(id, key, new byte[0], "kind", expected, id.equals("read")), new Position(0, offset), 0);
    }

    static Ending ending(Sent sent, How how, long offset) {
        String id = how == How.DEAD_LETTER ? null : sent.planned().id();
        return new Ending(how, id, sent.planned().key(), sent.position(), new Position(5, offset), 1_000_000, "w");
    }

    static Call call(String command, boolean effect) {
        return new Call(command, effect, false, 200, 500_000);
    }
}
