package io.partnerapi.worker.settle;

import io.partnerapi.worker.ledger.PartitionLedger;
import io.partnerapi.worker.ledger.Resumption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** One worker that was assigned the partition, and does to its ledger what pipeline and settler do. */
final class Owner {
    /** Where a command stands in this worker's memory. */
    enum Place {
        WAITING,
        LEFT_BEHIND,
        STARTING,
        STARTED,
        CALLED,
        NOT_PROCESSED,
        WITHDRAWING,
        SETTLING
    }

    private final Durable durable;
    private final int generation;
    private final AssignedPartition partition;
    private final Map<Long, Place> places = new TreeMap<>();
    private final Map<Long, Step> uncommitted = new HashMap<>();
    private long position;

    Owner(Durable durable) {
        this.durable = durable;
        generation = durable.nextGeneration();
        OffsetAndMetadata committed = durable.committed();
        position = committed.offset();
        Resumption resumption = Resumption.of(committed, Durable.LOG, OptionalLong.empty(), durable);
        partition = new AssignedPartition(
                Durable.P0, Durable.LOG, committed, resumption.cause().isCommitted(), resumption.ledger());
    }

    /** Whether there is a record that it has not taken yet. */
    boolean behind() {
        return durable.unsafe.ceilingKey(position) != null;
    }

    /** Takes the next record; answers whether it fits. */
    boolean take() {
        long offset = durable.unsafe.ceilingKey(position);
        if (!partition.fits(offset)) {
            return false;
        }
        PartitionLedger.Standing standing = partition.take(offset, Optional.empty());
        durable.checkHandedOut(offset, standing);
        position = offset + 1;
        Long following = durable.unsafe.ceilingKey(position);
        partition.reach(following == null ? durable.end() : following, Optional.empty());
        switch (standing) {
            case FRESH -> places.put(offset, Place.WAITING);
            case STARTED -> places.put(offset, durable.unsafe.get(offset) ? Place.LEFT_BEHIND : Place.WAITING);
            case SETTLED -> {}
        }
        return true;
    }

    /** Records the start of an unsafe command. */
    void start(long offset) {
        step(offset, Step.START, Place.STARTING);
    }

    /** Puts the call on the wire; the partner processes it, or provably does not. */
    void call(long offset, boolean processed) {
        if (processed) {
            durable.effect(offset);
        }
        boolean again = !processed && !durable.unsafe.get(offset);
        places.put(offset, processed ? Place.CALLED : again ? Place.WAITING : Place.NOT_PROCESSED);
    }

    void withdraw(long offset) {
        step(offset, Step.WITHDRAW, Place.WITHDRAWING);
    }

    void settle(long offset) {
        step(offset, Step.SETTLE, Place.SETTLING);
    }

    /** A transaction of all that was handed in, which the broker may refuse. */
    boolean commit() {
        if (!durable.commit(generation, uncommitted, partition.checkpoint(steps()))) {
            return false;
        }
        partition.committed(steps(), partition.checkpoint(steps()));
        uncommitted.forEach((offset, step) -> {
            switch (step) {
                case START -> places.put(offset, Place.STARTED);
                case WITHDRAW -> places.put(offset, Place.WAITING);
                case SETTLE -> places.remove(offset);
                case ADVANCE -> {}
            }
        });
        uncommitted.clear();
        return true;
    }

    /** A transaction that was aborted: it is tried again later, whole. */
    void abort() {
        partition.checkpoint(steps());
    }

    private List<Entry> steps() {
        return uncommitted.entrySet().stream()
                .map(step -> new Entry(partition, step.getKey(), step.getValue(), null, new CompletableFuture<>()))
                .toList();
    }

    List<Long> startable() {
        return at(Place.WAITING).filter(durable.unsafe::get).toList();
    }

    List<Long> callable() {
        return Stream.concat(at(Place.STARTED), at(Place.WAITING).filter(offset -> !durable.unsafe.get(offset)))
                .toList();
    }

    List<Long> withdrawable() {
        return at(Place.STARTED, Place.NOT_PROCESSED).toList();
    }

    List<Long> settleable() {
        return at(Place.WAITING, Place.LEFT_BEHIND, Place.STARTED, Place.CALLED, Place.NOT_PROCESSED)
                .toList();
    }

    private Stream<Long> at(Place... wanted) {
        List<Place> all = List.of(wanted);
        return List.copyOf(places.entrySet()).stream()
                .filter(entry -> all.contains(entry.getValue()))
                .map(Map.Entry::getKey);
    }

    private void step(long offset, Step step, Place place) {
        uncommitted.put(offset, step);
        places.put(offset, place);
    }
}
