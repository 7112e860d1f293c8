package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Attempt;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.decode.Reading;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.turn.Place;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One command on its way through the pipeline, and what has been tried; confined to its event loop. */
final class Execution {
    /** The last attempts that a result tells of; earlier ones are left out. */
    private static final int MAX_ATTEMPTS_TOLD = 20;

    private final Taken taken;
    private final Reading reading;
    private final Place place;
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private int counted;
    private boolean begun;

    Execution(Taken taken, Reading reading, Place place) {
        this.taken = taken;
        this.reading = reading;
        this.place = place;
        this.begun = taken.startedBefore();
    }

    Taken taken() {
        return taken;
    }

    Reading reading() {
        return reading;
    }

    /** By which its turn is decided. */
    Place place() {
        return place;
    }

    /** Commands with an equal ordering key run one at a time; a record without a key has one of its own. */
    Object orderingKey() {
        byte[] key = taken.record().key();
        return key == null ? this : new Key(taken.partition(), ByteBuffer.wrap(key));
    }

    /** Whether the ledger says that it may be on the wire. */
    boolean begun() {
        return begun;
    }

    void begun(boolean recorded) {
        begun = recorded;
    }

    void attempted(CallResult result, Instant at, Duration took) {
        Attempts.of(result, at, took).ifPresent(attempts::add);
        if (attempts.size() > MAX_ATTEMPTS_TOLD) {
            attempts.remove();
        }
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Number of the attempt now under way among those that count, from 1. */
    int attemptNumber() {
        return counted + 1;
    }

    void countAttempt() {
        counted++;
    }

    /** For logs: where the command stands and its id. */
    @Override
    public String toString() {
        String id = reading.fold(accepted -> accepted.command().id(), refused -> refused.id(), unreadable -> "?");
        return "command " + id + " (" + taken.partition().id() + "@"
                + taken.record().offset() + ")";
    }

    /** By assignment: what an old one left waiting does not hold up a new one. */
    private record Key(AssignedPartition partition, ByteBuffer key) {}
}
