package io.partnerapi.worker.chaos;

import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Load;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Sender;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Guarantee;
import io.partnerapi.sandbox.guarantee.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A second command topic, which somebody deletes and makes anew under its name while commands are on their way. What was
 * deleted need not be answered; what the topic of that name holds in the end must be. Safe from any thread.
 */
final class SideTopic {
    static final String NAME = "partner.side-commands";

    private static final int PARTITIONS = 3;
    private static final int COMMANDS = 60;
    private static final Duration MADE_WITHIN = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final short replicas;
    private final Load load;
    private final Notes notes;
    private final List<List<Sent>> lives = new ArrayList<>();

    /** @param load of commands that nobody else sends */
    SideTopic(String bootstrapServers, int replicas, Load load, Notes notes) {
        this.bootstrapServers = bootstrapServers;
        this.replicas = (short) replicas;
        this.load = load;
        this.notes = notes;
    }

    /** Makes the topic, as soon as no other of its name is there, and sends commands to it. */
    synchronized void create() {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(NAME, PARTITIONS, replicas);
            await().atMost(MADE_WITHIN).ignoreExceptions().until(() -> {
                admin.createTopics(List.of(topic)).all().get();
                return true;
            });
        }
        lives.add(new ArrayList<>());
        send();
    }

    /** Sends commands and deletes them; what is answered makes the topic anew. */
    synchronized Runnable recreate() {
        long from = notes.now();
        send();
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(NAME));
        }
        return () -> {
            create();
            notes.incident(NAME + " deleted and made anew", from);
        };
    }

    /** The commands that the topic of this name holds now. */
    synchronized List<Sent> sent() {
        return List.copyOf(lives.get(lives.size() - 1));
    }

    /** The evidence without what this topic has to do with. */
    synchronized Evidence without(Evidence all) {
        Set<String> ids = ids(lives.stream().flatMap(List::stream).toList());
        return part(all, all.sent(), id -> !ids.contains(id));
    }

    /** What is wrong with the commands of this topic. */
    synchronized List<Finding> breaches(Evidence all) {
        return IntStream.range(0, lives.size())
                .boxed()
                .flatMap(life -> breaches(all, lives.get(life), life == lives.size() - 1))
                .toList();
    }

    private static Stream<Finding> breaches(Evidence all, List<Sent> life, boolean last) {
        Evidence own = part(all, life, ids(life)::contains);
        return Guarantee.breachesOfAny(own).filter(finding -> last || finding.problem() != Problem.MISSING);
    }

    private static Evidence part(Evidence all, List<Sent> sent, Predicate<String> ids) {
        return new Evidence(
                sent,
                all.endings().stream()
                        .filter(ending -> ids.test(String.valueOf(ending.id())))
                        .toList(),
                all.unreadable(),
                all.calls().stream()
                        .filter(call -> ids.test(String.valueOf(call.command())))
                        .toList(),
                all.incidents());
    }

    /** None that ends as a dead letter: that has no id to know it by. */
    private void send() {
        List<Planned> commands = load.next(COMMANDS).stream()
                .filter(planned -> planned.expected() != How.DEAD_LETTER)
                .toList();
        try (Sender sender = new Sender(bootstrapServers, NAME, notes::now)) {
            lives.get(lives.size() - 1).addAll(sender.send(commands));
        }
    }

    private static Set<String> ids(List<Sent> sent) {
        return sent.stream().map(one -> one.planned().id()).collect(Collectors.toSet());
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }
}
