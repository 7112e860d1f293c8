package io.partnerapi.worker.status;

import io.partnerapi.schemas.Target;
import io.partnerapi.worker.breaker.BreakerView;
import io.partnerapi.worker.budget.BudgetUse;
import io.partnerapi.worker.pipeline.CommandView;
import io.partnerapi.worker.pipeline.Stage;
import io.partnerapi.worker.token.TokenView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a command waits, and for how long, by what the parts knew at one moment: pure. */
record Reasons(TokenView token, BudgetUse budget, List<BreakerView> breakers, Instant now) {

    /** One word of: turn, token, permit, answer, settling, retry, partner. */
    String waitsFor(CommandView command) {
        return switch (command.stage()) {
            case ADMISSION -> token.left() == null ? "token" : "permit";
            case RETRY -> down(command) ? "partner" : "retry";
            case TURN, ANSWER, SETTLING -> command.stage().wire();
        };
    }

    /** A sentence for people. */
    String why(CommandView command) {
        return switch (waitsFor(command)) {
            case "token" -> "No token is at hand; the condition token says why.";
            case "permit" -> withoutPermit();
            case "answer" -> "The call is under way.";
            case "settling" -> "What is known of it is being written to Kafka.";
            case "retry" -> "It waits for its next attempt.";
            case "partner" -> "The partner is not called for now; the condition partner says why.";
            default ->
                command.before() > 0
                        ? command.before() + " commands of its key come first."
                        : "Other commands have their turn first.";
        };
    }

    /** When it will have gone by the rate of the limit, if no better priority comes; null if that is not what it waits for. */
    @Nullable
    Instant expectedBy(CommandView command) {
        boolean next = command.stage() == Stage.TURN && command.before() == 0;
        return (next || waitsFor(command).equals("permit")) && budget.forecast() != null
                ? now.plus(budget.forecast())
                : null;
    }

    /** During a pause nobody has a permit, however little is used. */
    private String withoutPermit() {
        Duration pause = budget.pause();
        if (!budget.answers()) {
            return "The call budget does not answer; the condition budget says why.";
        }
        if (pause == null) {
            return "The call budget is used up, or others have their turn first.";
        }
        return "All calls pause since the partner's load balancer refused one"
                + (pause.isZero() ? "." : ", until " + now.plus(pause) + ".");
    }

    private boolean down(CommandView command) {
        Target target = command.target();
        return target != null
                && breakers.stream().anyMatch(breaker -> breaker.target().equals(target.wire()) && !breaker.closed());
    }
}
