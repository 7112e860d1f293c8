package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What is done again when the group's committed offsets are gone, or say what they should not: nothing unsafe. */
class LostOffsetsIT {
    private static Landscape landscape;
    private static Admin admin;
    private static Map<String, String> common;

    private final Map<String, String> settings = new HashMap<>();
    private final List<WorkerProcess> started = new ArrayList<>();
    private String topic;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutLatency);
        common = landscape.settings(1).get(0);
        common.put("partner.call-timeout", "PT20S");
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, landscape.kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        landscape.close();
    }

    /** Each test has a topic and a group of its own. */
    @BeforeEach
    void prepare(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        landscape.kafka.createTopic(topic, 1, Map.of());
        settings.putAll(common);
        settings.put("topics.commands", topic);
        settings.put("worker.group", topic);
    }

    @AfterEach
    void heal() {
        started.forEach(WorkerProcess::close);
        landscape.partner.controls().clearFaults();
    }

    @Test
    void nothingIsDoneAgainWhenTheGroupIsForgottenWhileIdle() throws Exception {
        // Given
        WorkerProcess worker = ready();
        send("paid", 0, 10);
        ended("paid", 10);
        end(worker);

        // When
        admin.deleteConsumerGroups(List.of(topic)).all().get();
        WorkerProcess forgotten = ready();
        send("paid", 10, 11);
        ended("paid", 11);
        end(forgotten);
        settings.put("worker.group", topic + "-renamed");
        WorkerProcess renamed = ready();
        send("paid", 11, 12);
        ended("paid", 12);
        end(renamed);
        landscape.kafka.createTopic(topic + "-other", 1, Map.of());
        settings.put("topics.commands", topic + "-other");
        WorkerProcess without = ready();
        end(without);
        admin.deleteConsumerGroupOffsets(topic + "-renamed", Set.of(partition()))
                .all()
                .get();
        settings.put("topics.commands", topic);
        WorkerProcess back = ready();
        send("paid", 12, 13);
        ended("paid", 13);
        end(back);

        // Then
        assertThat(results("paid")).hasSize(13).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
        assertThat(effects("paid")).hasSize(13).allSatisfy((id, times) -> assertThat(times)
                .isEqualTo(1));
        assertThat(landscape.log(forgotten))
                .contains(
                        topic + "-0: the partition has no committed offset", "It resumes at 10, with nothing in doubt");
    }

    @Test
    void whatWasUnderWayWhenTheGroupWasForgottenIsUnknown() throws Exception {
        // Given
        WorkerProcess worker = ready();
        send("early", 0, 5);
        ended("early", 5);
        landscape
                .partner
                .controls()
                .inject(Fault.always(Endpoint.API, new FaultAction.Hang())
                        .on("POST", "^/cards/.*$")
                        .afterProcessing());
        send("late", 0, 5);
        await().atMost(Landscape.LIMIT).until(() -> effects("late").size() == 5);
        worker.kill();
        landscape.partner.controls().clearFaults();

        // When
        await().atMost(Landscape.LIMIT).ignoreExceptions().until(() -> {
            admin.deleteConsumerGroups(List.of(topic)).all().get();
            return true;
        });
        send("later", 0, 3);
        WorkerProcess next = ready();
        ended("late", 5);
        ended("later", 3);
        send("new", 0, 3);
        ended("new", 3);
        end(next);

        // Then
        assertThat(results("late")).extracting(Result::outcome).containsOnly(Outcome.UNKNOWN);
        assertThat(results("later")).extracting(Result::outcome).containsOnly(Outcome.UNKNOWN);
        assertThat(results("new")).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
        Stream.of("early", "late", "later", "new").forEach(name -> assertThat(effects(name))
                .allSatisfy((id, times) -> assertThat(times).isLessThan(2)));
    }

    @Test
    void metadataCopiedToAnotherOffsetExcludesNothing() throws Exception {
        // Given
        WorkerProcess worker = ready();
        send("done", 0, 6);
        ended("done", 6);
        end(worker);
        OffsetAndMetadata commit = committed();

        // When
        admin.alterConsumerGroupOffsets(topic, Map.of(partition(), new OffsetAndMetadata(3, commit.metadata())))
                .all()
                .get();
        WorkerProcess next = ready();
        send("more", 0, 3);
        ended("more", 3);
        end(next);

        // Then
        assertThat(effects("done")).hasSize(6).allSatisfy((id, times) -> assertThat(times)
                .isEqualTo(1));
        assertThat(results("done")).hasSize(6);
        assertThat(results("more")).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
        assertThat(effects("more")).hasSize(3).allSatisfy((id, times) -> assertThat(times)
                .isEqualTo(1));
    }

    @Test
    void anEarlierCommitThatIsPutBackIsNotBelieved() throws Exception {
        // Given
        WorkerProcess worker = ready();
        send("one", 0, 3);
        ended("one", 3);
        end(worker);
        OffsetAndMetadata commit = committed();
        WorkerProcess next = ready();
        send("two", 0, 3);
        ended("two", 3);
        end(next);

        // When
        admin.alterConsumerGroupOffsets(topic, Map.of(partition(), commit))
                .all()
                .get();
        WorkerProcess last = ready();
        send("three", 0, 3);
        ended("three", 3);
        end(last);

        // Then
        Stream.of("one", "two", "three")
                .forEach(name -> assertThat(effects(name)).hasSize(3).allSatisfy((id, times) -> assertThat(times)
                        .isEqualTo(1)));
    }

    @Test
    void whoeverSetsTheOffsetsWithoutMetadataRunsEverythingAgain() throws Exception {
        // Given
        WorkerProcess worker = ready();
        send("again", 0, 4);
        ended("again", 4);
        end(worker);

        // When
        admin.alterConsumerGroupOffsets(topic, Map.of(partition(), new OffsetAndMetadata(0)))
                .all()
                .get();
        WorkerProcess next = ready();
        ended("again", 8);
        end(next);

        // Then
        assertThat(effects("again")).allSatisfy((id, times) -> assertThat(times).isEqualTo(2));
    }

    @Test
    void aTopicThatIsMadeAnewBeginsAtItsBeginning() throws Exception {
        // Given
        WorkerProcess worker = ready();
        send("old", 0, 6);
        ended("old", 6);
        end(worker);
        OffsetAndMetadata commit = committed();

        // When
        makeAnew();
        send("new", 0, 8);
        WorkerProcess next = ready();
        ended("new", 8);
        end(next);
        makeAnew();
        // Fewer than were there before, so the commit that is put back can say nothing of them.
        send("newer", 0, 4);
        admin.alterConsumerGroupOffsets(topic, Map.of(partition(), commit))
                .all()
                .get();
        WorkerProcess last = ready();
        ended("newer", 4);
        end(last);

        // Then
        Map.of("new", 8, "newer", 4).forEach((name, count) -> {
            assertThat(results(name)).hasSize(count).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
            assertThat(effects(name)).hasSize(count).allSatisfy((id, times) -> assertThat(times)
                    .isEqualTo(1));
        });
    }

    private WorkerProcess ready() {
        WorkerProcess worker = landscape.start(settings);
        started.add(worker);
        worker.awaitReady(Landscape.LIMIT);
        Landscape.awaitPartitions(worker, 1);
        return worker;
    }

    private static void end(WorkerProcess worker) {
        worker.terminate();
        assertThat(worker.awaitExit(Landscape.LIMIT)).isZero();
    }

    private void send(String name, int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> landscape.sendTo(
                        topic,
                        name + i,
                        "{\"id\":\"" + id(name) + i + "\",\"method\":\"POST\",\"path\":\"/cards/cardholder-1-1\","
                                + "\"body\":{\"type\":\"VIRTUAL\",\"label\":\"l\"}}"));
    }

    private void ended(String name, int count) {
        await().atMost(Landscape.LIMIT).until(() -> results(name).size() >= count);
    }

    private List<Result> results(String name) {
        return landscape.results().stream()
                .filter(result -> result.id().startsWith(id(name)))
                .toList();
    }

    private Map<String, Integer> effects(String name) {
        Map<String, Integer> times = new HashMap<>();
        landscape.partner.ledger().effectsByCommand().forEach((id, effects) -> {
            if (id.startsWith(id(name))) {
                times.put(id, effects.size());
            }
        });
        return times;
    }

    private void makeAnew() throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(Landscape.LIMIT).until(() -> !landscape.kafka.topics().contains(topic));
        landscape.kafka.createTopic(topic, 1, Map.of());
    }

    private String id(String name) {
        return topic + "-" + name + "-";
    }

    private TopicPartition partition() {
        return new TopicPartition(topic, 0);
    }

    private OffsetAndMetadata committed() throws Exception {
        return admin.listConsumerGroupOffsets(topic)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition());
    }
}
