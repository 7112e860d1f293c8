package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Attempt;
import io.partnerapi.schemas.Target;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.decode.Reading;
import io.partnerapi.worker.decode.Reading.Accepted;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.turn.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way through the pipeline, and what has been tried; confined to its event loop.
 *
 * <p>While it waits it holds its record's bytes only: once read it takes several times as much heap, so it is read again
 * when the command has its turn.
 */
final class Execution {
    /** Bytes of heap for each of its record's while it is read and sent: characters, the body's text, and the request. */
    private static final int OF_A_BYTE = 5;

    /** The last attempts that a result tells of; earlier ones are left out. */
    private static final int MAX_ATTEMPTS_TOLD = 20;

    private final Taken taken;
    private final Function<ConsumerRecord<byte[], byte[]>, Reading> reader;
    private final Place place;
    private final @Nullable String id;
    private final @Nullable Target target;
    private final @Nullable Instant deadline;
    private @Nullable Reading reading;
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private int counted;
    private int tried;
    private int failedProbes;
    private boolean begun;
    private Stage stage = Stage.TURN;
    private Instant stageSince;
    private @Nullable Instant notBefore;

    Execution(Taken taken, Function<ConsumerRecord<byte[], byte[]>, Reading> reader, Places places) {
        Reading first = reader.apply(taken.record());
        this.taken = taken;
        this.reader = reader;
        this.reading = first;
        this.place = places.of(taken, first);
        this.id = first.<@Nullable String>fold(
                accepted -> accepted.command().id(), refused -> refused.id(), unreadable -> null);
        this.target = first.<@Nullable Target>fold(
                accepted -> accepted.command().target(), refused -> null, unreadable -> null);
        this.deadline = first.<@Nullable Instant>fold(Accepted::deadline, refused -> null, unreadable -> null);
        this.begun = taken.startedBefore();
        this.stageSince = taken.at();
    }

    Taken taken() {
        return taken;
    }

    /** What stands in its record. */
    Reading reading() {
        Reading now = reading;
        if (now == null) {
            now = reader.apply(taken.record());
            reading = now;
        }
        return now;
    }

    /** It waits now. */
    void letGo() {
        reading = null;
    }

    /** Bytes of heap that it takes, beyond its record, while it passes the pipeline without an answer yet. */
    long heap() {
        byte[] json = taken.record().value();
        return json == null ? 0 : (long) OF_A_BYTE * json.length;
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

    /** Its id; null where none can be read. */
    @Nullable
    String id() {
        return id;
    }

    /** Its record's key as text; null if it has none. */
    @Nullable
    String key() {
        byte[] key = taken.record().key();
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** What it waits for. */
    Stage stage() {
        return stage;
    }

    void stage(Stage next, Instant now) {
        stage = next;
        stageSince = now;
        notBefore = null;
    }

    /** It waits for its next attempt. */
    void retryAt(Instant time, Instant now) {
        stage(Stage.RETRY, now);
        notBefore = time;
    }

    /**
     * Where it stands; what has waited long enough for its next attempt waits for its turn.
     *
     * @param before commands of its key that come first
     */
    CommandView view(int before, Instant now) {
        Instant retry = notBefore;
        return retry == null || retry.isAfter(now)
                ? view(before, stage, stageSince, retry)
                : view(before, Stage.TURN, retry, null);
    }

    private CommandView view(int before, Stage at, Instant since, @Nullable Instant retry) {
        return new CommandView(
                id,
                key(),
                taken.partition().id(),
                taken.record().offset(),
                target,
                at,
                since,
                before,
                retry,
                deadline,
                calls());
    }

    /** Whether the ledger says that it may be on the wire. */
    boolean begun() {
        return begun;
    }

    void begun(boolean recorded) {
        begun = recorded;
    }

    void attempted(CallResult result, Instant at, Duration took) {
        Attempts.of(result, at, took).ifPresent(attempt -> {
            tried++;
            attempts.add(attempt);
        });
        if (attempts.size() > MAX_ATTEMPTS_TOLD) {
            attempts.remove();
        }
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Calls made for it, those that do not count included. */
    int calls() {
        return tried;
    }

    /** Number of the attempt now under way among those that count, from 1. */
    int attemptNumber() {
        return counted + 1;
    }

    void countAttempt() {
        counted++;
    }

    /** How often it failed to show that the partner is back, which does not count as an attempt. */
    int failedProbes() {
        return failedProbes;
    }

    void probeFailed() {
        failedProbes++;
    }

    /** For logs: where the command stands and its id. */
    @Override
    public String toString() {
        return "command " + LogText.of(id()) + " (" + taken.partition().id() + "@"
                + taken.record().offset() + ")";
    }

    /** By assignment: what an old one left waiting does not hold up a new one. */
    private record Key(AssignedPartition partition, ByteBuffer key) {}
}
