package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.decode.Reading;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.turn.Slots;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of one event loop: those of a key one at a time, and at most so many at once.
 *
 * <p>A command that is to be tried again later keeps its place before the others of its key and frees its slot.
 */
public final class Dispatcher {
    private final Vertx vertx;
    private final CommandReader reader;
    private final CommandPipeline pipeline;
    private final Backlog backlog;
    private final Places places;
    private final Slots slots;
    private final Mailboxes<Object, Execution> mailboxes;
    private boolean filling;

    /**
     * @param slots commands that pass the pipeline at once
     * @param priorities of all topics
     * @param lowestShare percentage of the turns that the priorities below the best that waits have together
     */
    public Dispatcher(
            Vertx vertx,
            CommandReader reader,
            CommandPipeline pipeline,
            Backlog backlog,
            Places places,
            int slots,
            SortedSet<Integer> priorities,
            int lowestShare) {
        this.vertx = vertx;
        this.reader = reader;
        this.pipeline = pipeline;
        this.backlog = backlog;
        this.places = places;
        this.slots = new Slots(slots, priorities);
        this.mailboxes = new Mailboxes<>(lowestShare, Execution::place);
    }

    /** Queues a record; on this dispatcher's event loop. */
    void accept(Taken taken) {
        Reading reading = reader.read(taken.record());
        Execution command = new Execution(taken, reading, places.of(taken, reading));
        mailboxes.add(command.orderingKey(), command);
        fill();
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
        slots.take(command.place().priority());
        pipeline.pass(command).onSuccess(progress -> {
            slots.free(command.place().priority());
            if (progress.again() == null) {
                mailboxes.done(command.orderingKey());
                backlog.remove(command.taken());
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
