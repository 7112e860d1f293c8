package io.partnerapi.worker.kafka;

import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.check.Problem;
import io.partnerapi.worker.ops.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics that the settings name, as the brokers know them: waits for the brokers, and creates what may be created. */
public final class Topics {
    private static final long RETRY_MILLIS = 1_000;
    /** Every worker reads it to the end when it starts, and before a token request: what is old should go soon. */
    private static final Map<String, String> STATE_CONFIGS =
            Map.of("cleanup.policy", "compact", "segment.bytes", "8388608", "min.cleanable.dirty.ratio", "0.1");

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final Supplier<Admin> admins;
    private final Supplier<List<String>> unknownHosts;
    private final TopicSettings settings;
    private final Condition condition;

    /**
     * @param admins makes an admin client
     * @param unknownHosts the brokers' hosts while the name service knows none of them
     * @param condition whether the brokers answer
     */
    public Topics(
            Supplier<Admin> admins, Supplier<List<String>> unknownHosts, TopicSettings settings, Condition condition) {
        this.admins = admins;
        this.unknownHosts = unknownHosts;
        this.settings = settings;
        this.condition = condition;
    }

    /**
     * Waits until the brokers answer and every topic is there, of those of commands one at least; blocks.
     *
     * @return the number of partitions of each topic that is there and may be described
     * @throws InvalidSettings naming every topic that does not exist, must, and may not be created
     * @throws KafkaException if no client can be made of the settings
     */
    public Map<String, Integer> ensure() throws InterruptedException {
        while (true) {
            Optional<Admin> made = admin();
            if (made.isEmpty()) {
                pause();
                continue;
            }
            try (Admin admin = made.get()) {
                Map<String, Integer> partitions = ensure(admin);
                condition.up();
                return partitions;
            } catch (AuthorizationException e) {
                condition.down(
                        "the brokers refuse what the worker needs (" + e.getMessage() + ")",
                        "Give the worker's user its rights on the topics of topics.*; the worker goes on by itself");
                pause();
            } catch (KafkaException e) {
                condition.down(
                        "the brokers do not answer (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                        "Check kafka.bootstrap.servers and the security settings under kafka.*; the worker goes on by"
                                + " itself");
                pause();
            }
        }
    }

    /** Empty while there can be no client for a reason that may pass. */
    private Optional<Admin> admin() {
        List<String> unknown = unknownHosts.get();
        if (!unknown.isEmpty()) {
            condition.down(
                    "the name service knows none of the brokers (" + String.join(", ", unknown) + ")",
                    "Check kafka.bootstrap.servers and the name service; the worker goes on by itself");
            return Optional.empty();
        }
        try {
            return Optional.of(admins.get());
        } catch (KafkaException e) {
            String failure = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                    .filter(LoginException.class::isInstance)
                    .map(cause -> String.valueOf(cause.getMessage()))
                    .findFirst()
                    .orElseThrow(() -> e);
            if (failure.contains("LoginModule")) {
                // Its name is misspelt, or its class is not there: nothing that passes.
                throw e;
            }
            condition.down(
                    "the worker cannot log in to be let in by the brokers (" + failure + ")",
                    "Check the sasl settings under kafka.* and the service that they name; the worker goes on by itself");
            return Optional.empty();
        }
    }

    private Map<String, Integer> ensure(Admin admin) throws InterruptedException {
        Map<String, String> keys = settings.keys();
        Map<String, Integer> partitions = new HashMap<>();
        Set<String> there = new HashSet<>();
        List<String> missing = new ArrayList<>();
        for (var described :
                admin.describeTopics(keys.keySet()).topicNameValues().entrySet()) {
            String topic = described.getKey();
            try {
                partitions(described.getValue())
                        .ifPresentOrElse(count -> partitions.put(topic, count), () -> missing.add(topic));
            } catch (TopicAuthorizationException refused) {
                // Commands of other topics need not wait for it: intake leaves it out, and names it.
                there.add(topic);
                if (!"topics.commands".equals(keys.get(topic))) {
                    throw new TopicAuthorizationException("no right to describe " + topic, Set.of(topic));
                }
            }
        }
        if (!settings.create()) {
            there.addAll(partitions.keySet());
            leaveOutCommandsBesideOthers(missing, there);
        }
        if (missing.isEmpty()) {
            UncompressedLimit.check(
                    admin, settings.commands().stream().map(CommandTopic::name).toList());
            return partitions;
        }
        if (!settings.create()) {
            throw new InvalidSettings(missing.stream()
                    .sorted()
                    .map(topic -> new Problem(
                            keys.getOrDefault(topic, "topics"),
                            topic,
                            "is a topic that does not exist",
                            "Create it, or let the worker create what is missing with topics.create=true"))
                    .toList());
        }
        create(admin, missing);
        return ensure(admin);
    }

    /** Whoever deletes one of them does not end the others' commands with the next restart: intake names it, and waits. */
    private void leaveOutCommandsBesideOthers(List<String> missing, Set<String> there) {
        List<String> commands =
                settings.commands().stream().map(CommandTopic::name).toList();
        if (commands.stream().anyMatch(there::contains)) {
            missing.removeAll(commands);
        }
    }

    private void create(Admin admin, List<String> missing) throws InterruptedException {
        for (String name : missing) {
            try {
                create(admin, topic(name));
                LOG.info("created topic {}", name);
            } catch (TopicExistsException another) {
                LOG.debug("another worker created topic {}", name);
            }
        }
    }

    private void create(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            answer(admin.createTopics(List.of(topic)).all());
        } catch (InvalidConfigurationException older) {
            if (!UncompressedLimit.configs().equals(topic.configs())) {
                throw older;
            }
            // These brokers know no such limit.
            NewTopic plain = new NewTopic(topic.name(), Optional.empty(), Optional.empty());
            answer(admin.createTopics(List.of(plain)).all());
        }
    }

    private NewTopic topic(String name) {
        if (name.equals(settings.state())) {
            return new NewTopic(name, Optional.of(1), Optional.empty()).configs(STATE_CONFIGS);
        }
        NewTopic topic = new NewTopic(name, Optional.empty(), Optional.empty());
        boolean commands = settings.commands().stream().map(CommandTopic::name).anyMatch(name::equals);
        return commands ? topic.configs(UncompressedLimit.configs()) : topic;
    }

    private static Optional<Integer> partitions(KafkaFuture<TopicDescription> described) throws InterruptedException {
        try {
            return Optional.of(answer(described).partitions().size());
        } catch (UnknownTopicOrPartitionException | InvalidTopicException missing) {
            return Optional.empty();
        }
    }

    private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    private synchronized void pause() throws InterruptedException {
        wait(RETRY_MILLIS);
    }
}
