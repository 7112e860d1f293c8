package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.Taken;
import io.vertx.core.Vertx;
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
    private final int slots;
    private final Mailboxes<Object, Execution> mailboxes = new Mailboxes<>();
    private int running;
    private boolean filling;

    /** @param slots commands that pass the pipeline at once */
    public Dispatcher(Vertx vertx, CommandReader reader, CommandPipeline pipeline, Backlog backlog, int slots) {
        this.vertx = vertx;
        this.reader = reader;
        this.pipeline = pipeline;
        this.backlog = backlog;
        this.slots = slots;
    }

    /** Queues a record; on this dispatcher's event loop. */
    void accept(Taken taken) {
        Execution command = new Execution(taken, reader.read(taken.record()));
        mailboxes.add(command.orderingKey(), command);
        fill();
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
        return running < slots ? mailboxes.next() : null;
    }

    private void run(Execution command) {
        running++;
        pipeline.pass(command).onSuccess(progress -> {
            running--;
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
