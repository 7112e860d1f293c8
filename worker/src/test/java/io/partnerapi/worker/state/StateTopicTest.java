package io.partnerapi.worker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class StateTopicTest {

    @Test
    void tellsWhatWasThereAtTheStart() {
        // Given
        StateTopic topic = topic(Map.of("one", "1"), producer(true));

        // When
        // Then
        assertThat(topic.value("one").found()).contains("1");
        assertThat(topic.value("two").found()).isEmpty();
    }

    @Test
    void tellsWhatIsThereNow() {
        // Given
        Map<String, String> written = new HashMap<>();
        StateTopic topic = new StateTopic(Map.of(), () -> written, producer(true), "state", System::nanoTime);
        written.put("one", "1");

        // When
        // Then
        assertThat(topic.value("one").now()).contains("1");
        assertThat(topic.value("one").found()).isEmpty();
    }

    @Test
    void writesWhatIsKeptUnderItsKey() {
        // Given
        MockProducer<String, String> kafka = producer(true);
        StateTopic topic = topic(Map.of(), kafka);
        topic.start();

        // When
        topic.value("one").keep("1");
        topic.close();

        // Then
        assertThat(kafka.history()).containsExactly(new ProducerRecord<>("state", "one", "1"));
    }

    @Test
    void whatKafkaDoesNotTakeIsTriedAgainButOnlyTheNewestOfIt() {
        // Given
        MockProducer<String, String> kafka = producer(false);
        StateTopic topic = writing("old", kafka);

        // When
        topic.value("one").keep("new");
        kafka.errorNext(new TimeoutException("not now"));

        // Then
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();
        topic.close();
        assertThat(kafka.history()).extracting(ProducerRecord::value).containsExactly("old", "new");
    }

    @Test
    void aValueThatIsReplacedWhileItIsWrittenIsWrittenAgain() {
        // Given
        MockProducer<String, String> kafka = producer(false);
        StateTopic topic = writing("old", kafka);

        // When
        topic.value("one").keep("new");
        kafka.completeNext();

        // Then
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();
        topic.close();
        assertThat(kafka.history()).extracting(ProducerRecord::value).containsExactly("old", "new");
    }

    @Test
    void eachIsToldOnceWhenItsValueOrALaterOneIsWritten() {
        // Given
        MockProducer<String, String> kafka = producer(false);
        StateTopic topic = topic(Map.of(), kafka);
        List<String> told = new CopyOnWriteArrayList<>();
        topic.start();
        topic.value("one").keep("1", KeptValue.FOREVER, () -> told.add("first"));
        await().until(() -> kafka.history().size() == 1);

        // When
        topic.value("one").keep("2", KeptValue.FOREVER, () -> {
            told.add("second");
            throw new IllegalStateException("a bug of whoever is told");
        });
        topic.value("one").keep("3", KeptValue.FOREVER, () -> told.add("third"));
        kafka.completeNext();
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();

        // Then
        await().until(() -> told.size() == 3);
        topic.close();
        assertThat(told).containsExactly("first", "second", "third");
        assertThat(kafka.history()).extracting(ProducerRecord::value).containsExactly("1", "3");
    }

    @Test
    void whoComesWhileAnOlderValueIsAboutToBeWrittenIsNotToldOfThatOne() {
        // Given
        MockProducer<String, String> kafka = producer(false);
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicReference<Runnable> whenItLooksAtTheTime = new AtomicReference<>(() -> {});
        LongSupplier nanoTime = () -> {
            whenItLooksAtTheTime.getAndSet(() -> {}).run();
            return 0;
        };
        StateTopic topic = new StateTopic(Map.of(), Map::of, kafka, "state", nanoTime);
        topic.value("one").keep("old", KeptValue.FOREVER, () -> told.add("old"));
        whenItLooksAtTheTime.set(() -> topic.value("one").keep("new", KeptValue.FOREVER, () -> told.add("new")));

        // When
        topic.start();
        await().until(() -> kafka.history().size() == 1);
        kafka.completeNext();
        await().until(() -> kafka.history().size() == 2);

        // Then
        assertThat(told).containsExactly("old");
        kafka.completeNext();
        topic.close();
        assertThat(told).containsExactly("old", "new");
        assertThat(kafka.history()).extracting(ProducerRecord::value).containsExactly("old", "new");
    }

    @Test
    void aValueThatWasOfUseForAWhileOnlyIsDroppedAfterIt() {
        // Given
        MockProducer<String, String> kafka = producer(false);
        AtomicLong nanos = new AtomicLong();
        StateTopic topic = new StateTopic(Map.of(), Map::of, kafka, "state", nanos::get);
        List<String> told = new CopyOnWriteArrayList<>();
        topic.start();
        topic.value("one").keep("old", Duration.ofSeconds(3), () -> told.add("old"));
        await().until(() -> kafka.history().size() == 1);

        // When
        nanos.set(Duration.ofSeconds(4).toNanos());
        kafka.errorNext(new TimeoutException("not now"));
        topic.value("two").keep("2");

        // Then
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();
        topic.close();
        assertThat(kafka.history()).extracting(ProducerRecord::value).containsExactly("old", "2");
        assertThat(told).isEmpty();
    }

    @Test
    void aProducerThatThrowsEndsNothing() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        Producer<String, String> kafka =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<String, String> record, Callback callback) {
                        if (calls.getAndIncrement() == 0) {
                            throw new TimeoutException("no metadata");
                        }
                        return super.send(record, callback);
                    }
                };
        StateTopic topic = topic(Map.of(), kafka);
        topic.start();

        // When
        topic.value("one").keep("1");

        // Then
        await().until(() -> calls.get() == 2);
        topic.close();
        assertThat(((MockProducer<String, String>) kafka).history()).hasSize(1);
    }

    @Test
    void endsInTimeAlsoIfKafkaTakesNothing() {
        // Given
        MockProducer<String, String> kafka = producer(false);
        StateTopic topic = writing("1", kafka);

        // When
        topic.close();

        // Then
        assertThat(kafka.closed()).isTrue();
    }

    /** One that has sent this value, and does not know yet whether it was taken. */
    private static StateTopic writing(String value, MockProducer<String, String> kafka) {
        StateTopic topic = topic(Map.of(), kafka);
        topic.start();
        topic.value("one").keep(value);
        await().until(() -> kafka.history().size() == 1);
        return topic;
    }

    private static StateTopic topic(Map<String, String> found, Producer<String, String> producer) {
        return new StateTopic(found, Map::of, producer, "state", System::nanoTime);
    }

    private static MockProducer<String, String> producer(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new StringSerializer(), new StringSerializer());
    }
}
