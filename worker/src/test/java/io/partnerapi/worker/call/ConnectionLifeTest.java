package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection is shared and kept; no call pays for what another one on it met, or for a quiet time before. */
class ConnectionLifeTest extends CallsOverTls {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    /** Together longer than a call may take; each leaves a busy machine some seconds. */
    private static final Duration QUIET = Duration.ofMillis(4500);

    private static final Duration SLOW = Duration.ofMillis(2500);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(Wire.class)
    void slowCallOnQuietConnectionIsAnswered(Wire wire) throws Exception {
        // Given
        AtomicInteger requests = new AtomicInteger();
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            while (true) {
                peer.request();
                if (requests.incrementAndGet() < 3) {
                    peer.answer(200);
                } else {
                    TestCaller.await(vertx.timer(SLOW.toMillis()));
                    peer.answer(201);
                }
            }
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), CALL_TIMEOUT);
            // The first connection of HTTP/1.1 only finds out the version.
            TestCaller.await(caller.post());
            TestCaller.await(caller.post());
            TestCaller.await(vertx.timer(QUIET.toMillis()));

            // When
            CallResult known = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo("Answered 201");
        }
    }

    /** Also when so many are withheld that the connection is retired. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void callOnTheWireIsAnsweredWhenOthersOfItsConnectionAreWithheld(int withheld) throws Exception {
        // Given
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch withholding = new CountDownLatch(1);
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_2, peer -> {
            peer.request();
            received.countDown();
            withholding.await();
            peer.answer(200);
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);
            Future<CallResult> sent = caller.post();
            received.await();

            // When
            withhold(caller, withheld);
            withholding.countDown();

            // Then
            CallResult known = TestCaller.await(sent);
            assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo("Answered 200");
        }
    }

    @Test
    void callThatWaitsForItsStartIsMadeWhenAnotherOfItsConnectionIsWithheld() throws Exception {
        // Given
        try (RawPartner partner = answering()) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);
            Promise<Boolean> gate = Promise.promise();
            Future<CallResult> waiting = waiting(caller, gate);

            // When
            withhold(caller, 1);
            gate.complete(true);

            // Then
            assertThat(TestCaller.kind(TestCaller.await(waiting))).isEqualTo("Answered 200");
        }
    }

    /** It is no failure of the partner, so neither an attempt nor the breaker may count it. */
    @Test
    void callThatWaitsForItsStartIsWithheldWhenItsConnectionIsRetired() throws Exception {
        // Given
        try (RawPartner partner = answering()) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);
            Promise<Boolean> gate = Promise.promise();
            Future<CallResult> waiting = waiting(caller, gate);

            // When
            withhold(caller, ConnectionUse.MOST_LOST_STREAMS);
            gate.complete(true);

            // Then
            assertThat(TestCaller.kind(TestCaller.await(waiting))).isEqualTo("Withheld");
            assertThat(partner.requests()).isZero();
            assertThat(TestCaller.kind(TestCaller.await(caller.post()))).isEqualTo("Answered 200");
        }
    }

    /** Nothing tells a slow partner from a connection through which nothing comes any more. */
    @ParameterizedTest
    @EnumSource(Wire.class)
    void connectionOfACallThatWasGivenUpServesNoOther(Wire wire) throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            int connection = connections.incrementAndGet();
            peer.request();
            if (connection > 1) {
                peer.answer(200);
            }
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), SHORT);
            assertThat(TestCaller.kind(TestCaller.await(caller.post()))).isEqualTo("NoAnswer");

            // When
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(next)).isEqualTo("Answered 200");
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void connectionOnWhichOthersAreAnsweredOutlivesACallThatWasGivenUp() throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch received = new CountDownLatch(1);
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_2, peer -> {
            connections.incrementAndGet();
            peer.request();
            received.countDown();
            peer.request();
            peer.answer(200);
            peer.request();
            peer.answer(200);
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), CALL_TIMEOUT);
            Future<CallResult> slow = caller.post();
            received.await();
            assertThat(TestCaller.kind(TestCaller.await(caller.post()))).isEqualTo("Answered 200");
            assertThat(TestCaller.kind(TestCaller.await(slow))).isEqualTo("NoAnswer");

            // When
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(next)).isEqualTo("Answered 200");
            assertThat(connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void callsAreGivenUpWhenTheWorkerEnds(Wire wire) throws Exception {
        // Given
        CountDownLatch received = new CountDownLatch(1);
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.request();
            received.countDown();
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);
            Future<CallResult> sent = caller.post();
            received.await();

            // When
            caller.giveUpAll();

            // Then
            CallResult known = TestCaller.await(sent);
            assertThat(TestCaller.kind(known)).isEqualTo("NoAnswer");
            assertThat(known.toString()).contains("asked to stop");
        }
    }

    private static RawPartner answering() throws Exception {
        return RawPartner.speaking(Wire.HTTP_2, peer -> {
            peer.request();
            peer.answer(200);
            peer.closed();
        });
    }

    /** A call that has a connection, and no leave to be written yet. */
    private static Future<CallResult> waiting(TestCaller caller, Promise<Boolean> gate) throws Exception {
        Promise<Void> connected = Promise.promise();
        Future<CallResult> waiting = caller.call(true, () -> {
            connected.complete();
            return gate.future();
        });
        TestCaller.await(connected.future());
        return waiting;
    }

    private static void withhold(TestCaller caller, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            CallResult known = TestCaller.await(caller.call(true, () -> Future.succeededFuture(false)));
            assertThat(TestCaller.kind(known)).isEqualTo("Withheld");
        }
    }
}
