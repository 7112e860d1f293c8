package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.kafka.BrokerSettings;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.ResultHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A topic that is deleted while workers run, or may not be written to any more, is named, costs others nothing, and is used
 * again once it is back.
 */
class LostTopicIT {
    private static final int IN_FLIGHT = 16;
    /** Ten seconds on a machine that is not busy. */
    private static final Duration NAMED_WITHIN = Duration.ofSeconds(60);

    private static Landscape landscape;
    private static WorkerProcess worker;
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(
                folder,
                Rules::withoutCallLimit,
                new BrokerSettings(
                        0,
                        null,
                        null,
                        Map.of(
                                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                                "allow.everyone.if.no.acl.found", "true")));
        landscape.kafka.createTopic("more.commands", 3, Map.of());
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, landscape.kafka.bootstrapServers()));
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("topics.commands", "partner.commands,more.commands");
        settings.put("worker.in-flight", Integer.toString(IN_FLIGHT));
        worker = landscape.start(settings);
        worker.awaitReady(Landscape.LIMIT);
        Landscape.awaitPartitions(worker, 9);
    }

    @AfterAll
    static void stop() {
        admin.close();
        landscape.close();
    }

    @Test
    void aCommandTopicThatIsDeletedAndMadeAnewLosesNoNewCommand() throws Exception {
        // Given
        List<String> before = ids("before", 60);
        before.forEach(id -> landscape.sendTo("more.commands", id, read(id)));
        landscape.result(before.get(10));

        // When
        delete("more.commands");
        List<String> others = ids("other", 60);
        others.forEach(id -> landscape.send(id, read(id)));
        awaitReadiness("topics.commands names more.commands");
        assertAnswered(others);
        landscape.kafka.createTopic("more.commands", 3, Map.of());
        List<String> anew = ids("anew", 60);
        anew.forEach(id -> landscape.sendTo("more.commands", id, read(id)));

        // Then
        assertAnswered(anew);
        await().atMost(Landscape.LIMIT).until(worker::isReady);
    }

    @Test
    void aReplyTopicThatIsDeletedCostsItsRepliesTheirBodiesAndOthersNothing() throws Exception {
        // Given
        landscape.send("k", read("reply-before"), ResultHeaders.REPLY_TOPIC, "replies");
        awaitReply("reply-before");

        // When
        delete("replies");
        List<String> replies = ids("reply", 10);
        List<String> others = ids("beside", 30);
        replies.forEach(id -> landscape.send(id, read(id), ResultHeaders.REPLY_TOPIC, "replies"));
        others.forEach(id -> landscape.send(id, read(id)));
        awaitReadiness("topics.reply-allowed names replies");

        // Then
        assertAnswered(others);
        assertAnswered(replies);
        assertThat(landscape.result(replies.get(0)).reason().code()).isEqualTo("REPLY_TOPIC_UNAVAILABLE");
        landscape.kafka.createTopic("replies", 3, Map.of());
        await().atMost(Landscape.LIMIT).until(worker::isReady);
        landscape.forget("replies");
        landscape.send("k", read("reply-after"), ResultHeaders.REPLY_TOPIC, "replies");
        awaitReply("reply-after");
    }

    @Test
    void deadLettersThatWaitForTheirTopicKeepNoCommandWaiting() throws Exception {
        // Given
        delete("partner.dead-letters");
        awaitReadiness("topics.dead-letters names partner.dead-letters");

        // When
        List<String> poison = ids("poison", 3 * IN_FLIGHT);
        poison.forEach(id -> landscape.send("poisoned", id));
        List<String> others = ids("behind", 30);
        others.forEach(id -> landscape.send(id, read(id)));
        landscape.send("poisoned", read("same-key"));

        // Then
        assertAnswered(others);
        assertAnswered(List.of("same-key"));
        landscape.kafka.createTopic("partner.dead-letters", 1, Map.of());
        await().atMost(Landscape.LIMIT).until(worker::isReady);
        await().atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(landscape.read("partner.dead-letters"))
                .extracting(letter -> new String(letter.value(), UTF_8))
                .containsExactlyInAnyOrderElementsOf(poison));
    }

    @ParameterizedTest
    @CsvSource({"results, 1", "quota, 1", "state, 1"})
    void aTopicOfTheWorkersIsNamedWhenItIsGoneAndUsedAgainOnceItIsBack(String which, int partitions) throws Exception {
        // Given
        String topic = "partner." + which;
        landscape.read(topic);
        delete(topic);
        awaitReadiness("topics." + which + " names " + topic);

        // When
        List<String> meanwhile = ids("without-" + which, 10);
        meanwhile.forEach(id -> landscape.send(id, read(id)));
        landscape.kafka.createTopic(
                topic, partitions, which.equals("state") ? Map.of("cleanup.policy", "compact") : Map.of());
        if (which.equals("results")) {
            landscape.forget(topic);
        }

        // Then
        assertAnswered(meanwhile);
        await().atMost(Landscape.LIMIT).until(worker::isReady);
    }

    @Test
    void aReplyTopicThatMayNotBeWrittenToCostsItsRepliesTheirBodiesAndOthersNothing() throws Exception {
        // Given
        Set<AclBinding> readOnly = readOnly("replies");

        // When
        List<String> replies = ids("refused-reply", 10);
        List<String> others = ids("beside-refused", 30);
        replies.forEach(id -> landscape.send(id, read(id), ResultHeaders.REPLY_TOPIC, "replies"));
        others.forEach(id -> landscape.send(id, read(id)));

        // Then
        assertAnswered(others);
        assertAnswered(replies);
        assertThat(landscape.result(replies.get(0)).reason().detail()).contains("TopicAuthorizationException");
        allow(readOnly);
    }

    @Test
    void deadLettersThatMayNotBeWrittenAreToldOfAndWait() throws Exception {
        // Given
        Set<AclBinding> readOnly = readOnly("partner.dead-letters");

        // When
        landscape.send("k", "refused poison");
        awaitReadiness("topic partner.dead-letters does not take records");
        List<String> others = ids("beside-poison", 30);
        others.forEach(id -> landscape.send(id, read(id)));

        // Then
        assertAnswered(others);
        allow(readOnly);
        await().atMost(Landscape.LIMIT).until(() -> landscape.read("partner.dead-letters").stream()
                .anyMatch(letter -> new String(letter.value(), UTF_8).equals("refused poison")));
        await().atMost(Landscape.LIMIT).until(worker::isReady);
    }

    private static Set<AclBinding> readOnly(String topic) throws Exception {
        ResourcePattern which = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        Set<AclBinding> rules = Set.of(
                new AclBinding(
                        which, new AccessControlEntry("User:*", "*", AclOperation.READ, AclPermissionType.ALLOW)),
                new AclBinding(
                        which, new AccessControlEntry("User:*", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW)));
        admin.createAcls(rules).all().get();
        return rules;
    }

    private static void allow(Set<AclBinding> rules) throws Exception {
        admin.deleteAcls(rules.stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
    }

    private static void awaitReply(String id) {
        await().atMost(Landscape.LIMIT).until(() -> landscape.read("replies").stream()
                .anyMatch(record -> Landscape.result(record).id().equals(id)));
    }

    private static void awaitReadiness(String part) {
        await("the second look of the watch names it").atMost(NAMED_WITHIN).until(() -> Landscape.get(
                        worker.http().resolve("/health/ready"))
                .contains(part));
    }

    private static void assertAnswered(List<String> ids) {
        assertThat(ids)
                .allSatisfy(id -> assertThat(landscape.result(id).outcome()).isEqualTo(Outcome.ANSWERED));
    }

    private static void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    private static String read(String id) {
        return "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/organizations\"}";
    }
}
