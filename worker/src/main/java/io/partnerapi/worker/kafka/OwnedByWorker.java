package io.partnerapi.worker.kafka;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** The Kafka settings that the worker's guarantees rest on, each with the reason why nobody else sets it. */
public final class OwnedByWorker {

    private static final String BYTES = "the worker reads and writes bytes";
    private static final String ONE_TRANSACTION = "offsets are committed together with the results, in one transaction";
    private static final String DRAINING =
            "calls must be settled before a partition moves on, which not every choice allows";
    private static final String DURABLE = "a result counts as published only when every in-sync replica has it, once";
    private static final String KEY_ORDER = "results of one key stay in order only within one partition";

    private static final Map<String, String> REASONS = Map.ofEntries(
            entry("group.id", "worker.group names the group"),
            entry("client.id", "worker.id names the clients"),
            entry("key.deserializer", BYTES),
            entry("value.deserializer", BYTES),
            entry("key.serializer", BYTES),
            entry("value.serializer", BYTES),
            entry("enable.auto.commit", ONE_TRANSACTION),
            entry("auto.commit.interval.ms", ONE_TRANSACTION),
            entry("transactional.id", ONE_TRANSACTION),
            entry("transaction.two.phase.commit.enable", ONE_TRANSACTION),
            entry("isolation.level", "commands of aborted transactions must never run"),
            entry("auto.offset.reset", "no command may be skipped, so a new group starts at the earliest"),
            entry("allow.auto.create.topics", "topics.create decides whether topics are created"),
            entry("group.remote.assignor", DRAINING),
            entry("partition.assignment.strategy", DRAINING),
            entry("group.instance.id", "a stopped worker's partitions must move on at once"),
            entry("acks", DURABLE),
            entry("enable.idempotence", DURABLE),
            entry("partitioner.class", KEY_ORDER),
            entry("partitioner.ignore.keys", KEY_ORDER),
            entry("ssl.endpoint.identification.algorithm", "the broker's host name is always verified"));

    private OwnedByWorker() {}

    /** Why each of them is the worker's own, by name. */
    public static Map<String, String> reasons() {
        return REASONS;
    }

    static Optional<String> reason(String name) {
        return Optional.ofNullable(REASONS.get(name));
    }
}
