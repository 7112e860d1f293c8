package io.partnerapi.worker.call;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many calls at once share connections that are few, slow or leave: all are answered, and none is blamed for its turn. */
class ConnectionsInUseTest extends CallsOverTls {
    private static final int CALLS = 40;
    private static final int CALLS_OF_A_CONNECTION = 20;
    /** In which the connections that take all room have to come about first. */
    private static final Duration ROOM_TIMEOUT = Duration.ofSeconds(3);

    @Test
    void asManyCallsAsThereIsRoomForAreWithAPartnerOfHttp1() throws Exception {
        // Given
        CyclicBarrier all = new CyclicBarrier(CALLS);
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, peer -> {
            peer.request();
            all.await(30, SECONDS);
            peer.answer(201);
            peer.closed();
        })) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), partner.authority(folder), CALLS);

            // When / Then
            assertThat(known(calls(caller::post, CALLS)))
                    .containsOnly("Answered 201")
                    .hasSize(CALLS);
        }
    }

    @Test
    void aPartnerWithOneStreamOnEachConnectionGetsSeveral() throws Exception {
        // Given
        CyclicBarrier several = new CyclicBarrier(CALLS / 5);
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_2, peer -> {
            peer.greet(Http2Peer.MAX_CONCURRENT_STREAMS, 1);
            while (true) {
                peer.request();
                several.await(30, SECONDS);
                peer.answer(201);
            }
        })) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), partner.authority(folder), CALLS);

            // When / Then
            assertThat(known(calls(caller::post, CALLS)))
                    .containsOnly("Answered 201")
                    .hasSize(CALLS);
        }
    }

    /** All that a client may have open is taken: the connection, or the one stream of each connection. */
    @ParameterizedTest
    @CsvSource({"HTTP_1, 2", "HTTP_2, 8"})
    void whoeverWaitsInVainForAConnectionInUseIsWithheld(Wire wire, int taken) throws Exception {
        // Given
        CountDownLatch requests = new CountDownLatch(taken);
        CountDownLatch over = new CountDownLatch(1);
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.greet(Http2Peer.MAX_CONCURRENT_STREAMS, 1);
            peer.request();
            requests.countDown();
            over.await();
        })) {
            TestCaller caller = TestCaller.hasty(vertx, partner.url(), partner.authority(folder), ROOM_TIMEOUT);
            for (int i = 0; i < taken; i++) {
                occupy(caller, requests);
            }
            assertThat(requests.await(60, SECONDS)).isTrue();

            // When
            List<String> known = known(calls(caller::post, 3));
            known.addAll(known(calls(caller::post, 1)));

            // Then
            assertThat(known).containsOnly("Withheld").hasSize(4);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aPartnerMayLeaveItsConnectionsInOrderAgainAndAgain() throws Exception {
        // Given
        List<String> known = new ArrayList<>();
        try (LeavingPartner partner = new LeavingPartner(CALLS_OF_A_CONNECTION)) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), partner.authority(folder), CALLS);

            // When
            for (int round = 0; round < 15; round++) {
                known.addAll(known(calls(() -> caller.withoutBody("POST"), CALLS)));
            }

            // Then
            assertThat(known)
                    .contains("Disclaimed")
                    .allMatch(List.of("Answered 200", "Disclaimed", "Withheld")::contains);
            assertThat(known.stream().filter("Answered 200"::equals)).hasSize(partner.handled());
        }
    }

    /** Each knows only what it tried itself. */
    @Test
    void aConnectionThatFailsIsToldByWhoeverTriedItAlone() throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawPartner partner = RawPartner.plain(socket -> connections.incrementAndGet())) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), null, CALLS);

            // When
            List<String> known = known(calls(caller::post, CALLS));

            // Then
            assertThat(known.stream().filter(result -> result.startsWith("NotSent")))
                    .hasSize(1);
            assertThat(known.stream().filter("Withheld"::equals)).hasSize(CALLS - 1);
            assertThat(connections).hasValue(1);
        }
    }

    /** What has been called before may be called again, on the connections that there are. */
    @Test
    void aPartnerOfHttp1ThatTakesNoMoreConnectionsIsCalledOnThoseThatItHas() throws Exception {
        // Given
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();
        CyclicBarrier both = new CyclicBarrier(2);
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, peer -> {
            if (connections.incrementAndGet() > 3) {
                peer.reset();
                return;
            }
            while (true) {
                peer.request();
                if (requests.incrementAndGet() == 2 || requests.get() == 3) {
                    both.await(30, SECONDS);
                }
                peer.answer(201);
            }
        })) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), partner.authority(folder), CALLS);
            TestCaller.await(caller.post());
            known(calls(caller::post, 2));

            // When
            List<String> crowd = known(calls(caller::post, 3));
            List<String> next = known(calls(caller::post, 1));

            // Then
            assertThat(crowd).contains("Answered 201");
            assertThat(next).containsExactly("Answered 201");
        }
    }

    @Test
    void aHeadThatThePartnerDoesNotTakeLeavesItsConnectionToOthers() throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_2, peer -> {
            peer.greet(Http2Peer.MAX_HEADER_LIST_SIZE, 1_000);
            while (true) {
                peer.request();
                peer.answer(201);
            }
        })) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), partner.authority(folder), CALLS);

            // When
            String before = TestCaller.kind(TestCaller.await(caller.post()));
            CallResult large = TestCaller.await(caller.withQuery("q".repeat(1_000)));
            String after = TestCaller.kind(TestCaller.await(caller.post()));

            // Then
            assertThat(List.of(before, after)).containsOnly("Answered 201");
            assertThat(TestCaller.kind(large)).as("%s", large).isEqualTo("NotSent");
            assertThat(TestCaller.follows(large, true)).isEqualTo("FAILED");
        }
    }

    /** A busy machine may take longer than that to make a connection. */
    private static void occupy(TestCaller caller, CountDownLatch requests) {
        caller.post().onSuccess(inVain -> {
            if (requests.getCount() > 0) {
                occupy(caller, requests);
            }
        });
    }

    private static List<Future<CallResult>> calls(Supplier<Future<CallResult>> caller, int number) {
        return Stream.generate(caller).limit(number).toList();
    }

    private static List<String> known(List<Future<CallResult>> calls) throws Exception {
        List<String> known = new ArrayList<>();
        for (Future<CallResult> call : calls) {
            CallResult result = TestCaller.await(call);
            known.add(TestCaller.kind(result).startsWith("No") ? result.toString() : TestCaller.kind(result));
        }
        return known;
    }
}
