package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** The owners of one partition, one after the other, some of whom do not know yet that they own it no more. */
final class Owners {
    final Durable durable = new Durable();
    private final List<Owner> zombies = new ArrayList<>();
    private Owner now = new Owner(durable);
    private boolean spanFull;
    private boolean zombieCalled;

    /** Takes so many records, if there are as many and they fit. */
    void take(int records) {
        for (int i = 0; i < records && now.behind(); i++) {
            if (!now.take()) {
                spanFull = true;
                return;
            }
        }
    }

    /** Does something to one of the current owner's commands for which it is possible. */
    void act(Function<Owner, List<Long>> possible, int which, BiConsumer<Owner, Long> act) {
        act(now, possible, which, act);
    }

    void commit() {
        assertThat(now.commit()).isTrue();
    }

    void abort() {
        now.abort();
    }

    /** The owner dies with all that it had not committed. */
    void crash() {
        now = new Owner(durable);
    }

    /** The partition goes to another owner, and this one goes on as if it were still its own. */
    void loseUnnoticed() {
        zombies.add(now);
        now = new Owner(durable);
    }

    /** A character of the last commit's metadata is damaged, and the owner dies. */
    void damage(int where, char other) {
        durable.damage(where, other);
        crash();
    }

    /** Calls that were begun in time are written after the partition has gone. */
    void zombiesCall(int which) {
        for (Owner zombie : zombies) {
            zombieCalled |= act(zombie, Owner::callable, which, (owner, offset) -> owner.call(offset, true));
        }
    }

    /** What zombies try to publish changes nothing. */
    void zombiesCommit(int which) {
        OffsetAndMetadata before = durable.committed();
        for (Owner zombie : zombies) {
            act(zombie, Owner::startable, which, Owner::start);
            act(zombie, Owner::settleable, which, Owner::settle);
            assertThat(zombie.commit()).isFalse();
        }
        assertThat(durable.committed()).isEqualTo(before);
    }

    /** The last owner does all that is left. */
    void finish() {
        do {
            take(Integer.MAX_VALUE);
            now.startable().forEach(now::start);
            commit();
            now.callable().forEach(offset -> now.call(offset, true));
            now.settleable().forEach(now::settle);
            commit();
        } while (now.behind());
        durable.checkFinished();
    }

    /** Whether a record ever did not fit the ledger's span. */
    boolean spanWasFull() {
        return spanFull;
    }

    /** Whether a former owner ever wrote a call. */
    boolean zombieCalled() {
        return zombieCalled;
    }

    private static boolean act(
            Owner owner, Function<Owner, List<Long>> possible, int which, BiConsumer<Owner, Long> act) {
        List<Long> offsets = possible.apply(owner);
        if (!offsets.isEmpty()) {
            act.accept(owner, offsets.get(which % offsets.size()));
        }
        return !offsets.isEmpty();
    }
}
