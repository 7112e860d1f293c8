package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.turn.Slots;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of one event loop: those of a key one at a time, and at most so many at once.
 *
 * <p>A command that is to be tried again later keeps its place before the others of its key and frees its slot. One that has
 * a slot has the heap, too, for its answer, since nobody knows how long that will be.
 */
public final class Dispatcher {
    private final Vertx vertx;
    private final CommandReader reader;
    private final CommandPipeline pipeline;
    private final Backlog backlog;
    private final Places places;
    private final Slots slots;
    private final long answer;
    private final Mailboxes<Object, Execution> mailboxes;
    private boolean filling;

    /**
     * @param slots of the commands that pass the pipeline at once
     * @param answer bytes of heap that one may need for the answer and the result
     * @param lowestShare percentage of the turns that the priorities below the best that waits have together
     */
    public Dispatcher(
            Vertx vertx,
            CommandReader reader,
            CommandPipeline pipeline,
            Backlog backlog,
            Places places,
            Slots slots,
            long answer,
            int lowestShare) {
        this.vertx = vertx;
        this.reader = reader;
        this.pipeline = pipeline;
        this.backlog = backlog;
        this.places = places;
        this.slots = slots;
        this.answer = answer;
        this.mailboxes = new Mailboxes<>(lowestShare, Execution::place);
    }

    /** Queues a record; on this dispatcher's event loop. */
    void accept(Taken taken) {
        Execution command = new Execution(taken, reader::read, places);
        mailboxes.add(command.orderingKey(), command);
        fill();
        if (command.stage() == Stage.TURN) {
            command.letGo();
        }
    }

    /** Where all commands stand that are held; on this dispatcher's event loop. */
    List<CommandView> commands(Instant now) {
        List<CommandView> all = new ArrayList<>();
        mailboxes.each((command, before) -> all.add(command.view(before, now)));
        return all;
    }

    private void fill() {
        if (filling) {
            return;
        }
        filling = true;
        for (Execution next = next(); next != null; next = next()) {
            run(next);
        }
        filling = false;
    }

    private @Nullable Execution next() {
        return mailboxes.next(slots::isFree);
    }

    private void run(Execution command) {
        long heap = answer + command.heap();
        slots.take(command.place().priority(), heap);
        pipeline.pass(command).onSuccess(progress -> {
            slots.free(command.place().priority(), heap);
            command.letGo();
            if (progress.again() == null) {
                mailboxes.done(command.orderingKey());
                backlog.leaves(command.taken());
                progress.settled().onSuccess(settled -> backlog.remove(command.taken()));
            } else {
                vertx.setTimer(Math.max(1, progress.again().toMillis()), timer -> {
                    mailboxes.again(command.orderingKey());
                    fill();
                });
            }
            fill();
        });
    }
}
