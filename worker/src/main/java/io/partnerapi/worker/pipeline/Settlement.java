package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.outcome.DeadLetterWriter;
import io.partnerapi.worker.outcome.Ending;
import io.partnerapi.worker.outcome.ResultWriter;
import io.partnerapi.worker.outcome.ResultWriter.Seal;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.Output;
import io.partnerapi.worker.settle.Settled;
import io.partnerapi.worker.settle.Settler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands what became of a command to the settler, and brings its answer back to the event loop that asked. */
public final class Settlement {
    private final Vertx vertx;
    private final Settler settler;
    private final ResultWriter results;
    private final DeadLetterWriter deadLetters;

    public Settlement(Vertx vertx, Settler settler, ResultWriter results, DeadLetterWriter deadLetters) {
        this.vertx = vertx;
        this.settler = settler;
        this.results = results;
        this.deadLetters = deadLetters;
    }

    /** Records that the command is about to go on the wire. */
    Future<Settled> begin(Execution command) {
        return here(settler.begin(partition(command), offset(command)));
    }

    /** Records that the command was certainly not processed. */
    Future<Settled> withdraw(Execution command) {
        return here(settler.withdraw(partition(command), offset(command)));
    }

    /** Publishes the command's result, or its dead letter when it has no id to answer to. */
    Future<Settled> end(Execution command, Ending ending) {
        Output output = command.reading()
                .fold(
                        accepted -> result(
                                command,
                                accepted.command().id(),
                                accepted.replyTo(),
                                accepted.sensitive()
                                        ? new Seal(accepted.command().organizationId())
                                        : null,
                                ending),
                        refused -> result(command, refused.id(), refused.replyTo(), null, ending),
                        unreadable -> {
                            Reason reason = Objects.requireNonNullElse(ending.reason(), unreadable.reason());
                            return deadLetters.write(command.taken().record(), reason);
                        });
        return here(settler.settle(partition(command), offset(command), output));
    }

    private Output result(Execution command, String id, Address to, @Nullable Seal seal, Ending ending) {
        return results.write(
                command.taken().record(),
                to,
                id,
                ending,
                seal,
                command.attempts(),
                command.taken().at());
    }

    private Future<Settled> here(CompletableFuture<Settled> answer) {
        return Future.fromCompletionStage(answer, vertx.getOrCreateContext());
    }

    private static AssignedPartition partition(Execution command) {
        return command.taken().partition();
    }

    private static long offset(Execution command) {
        return command.taken().record().offset();
    }
}
