package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.RawPartner.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a partner says for one call reaches another, whatever it says besides. */
class OneExchangeTest extends CallsOverTls {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORTER_THAN_THE_PARTNERS = Duration.ofSeconds(8);

    /** What comes before an answer. */
    static Stream<Arguments> interim() {
        return Stream.of(
                        List.of(100),
                        List.of(102),
                        List.of(103),
                        List.of(104),
                        List.of(199),
                        List.of(102, 102, 103, 102))
                .flatMap(statuses -> Stream.of(Wire.values()).map(wire -> Arguments.of(wire, statuses)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("interim")
    void eachCallHasItsOwnAnswerWhenInterimOnesCameBefore(Wire wire, List<Integer> statuses) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, answeringAfter(statuses))) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);

            // When
            List<String> known = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                known.add(TestCaller.kind(TestCaller.await(caller.post())));
            }

            // Then
            assertThat(known).containsExactly("Answered 200", "Answered 201", "Answered 202", "Answered 203");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 -\r\n\r\n{\"body\":\"of a 204\"}",
                "HTTP/1.1 204 -\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 204 -\r\n\r\nHTTP/1.1 299 -\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 204 -\r\ncontent-length: 0\r\n\r\nHTTP/1.1 102 -\r\n\r\n",
                "HTTP/1.1 204 -\r\n\r\nHTTP/1.1 299 -\r\n",
            })
    void whatFollowsAnAnswerReachesNoOtherCall(String answer) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, secondThen(answer))) {
            TestCaller caller = acquainted(partner, LONG);

            // When
            String first = TestCaller.kind(TestCaller.await(caller.post()));
            String next = TestCaller.kind(TestCaller.await(caller.post()));

            // Then
            assertThat(List.of(first, next)).containsExactly("Answered 204", "Answered 201");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 408 -\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 102 -\r\n\r\n",
                "stray bytes\r\n\r\n",
                "{}",
                "HTTP/1.1 4",
                "HTTP/1.1 408 -\r\n",
            })
    void aConnectionThatSpeaksUnaskedServesNoOther(String unasked) throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, peer -> {
            peer.request();
            if (connections.incrementAndGet() == 2) {
                peer.answer(200);
                answered.await();
                ((Http1Peer) peer).say(unasked);
            } else {
                peer.answer(201);
            }
            peer.closed();
            if (connections.get() == 2) {
                closed.countDown();
            }
        })) {
            TestCaller caller = acquainted(partner, LONG);
            TestCaller.await(caller.post());

            // When
            answered.countDown();
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(next)).as("%s", next).isEqualTo("Answered 201");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 -\r\nupgrade: other\r\nconnection: upgrade\r\n\r\n",
                "SECRET of another\r\n\r\n",
                "HTTP/1.1 secret\r\n\r\n",
                "HTTP/secret 200 -\r\n\r\n",
                "HTTP/1.1 102 -\r\n: secret\r\n\r\n",
            })
    void whatIsNoAnswerIsNotTakenForOne(String answer) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, secondThen(answer))) {
            TestCaller caller = acquainted(partner, SHORTER_THAN_THE_PARTNERS);

            // When
            CallResult first = TestCaller.await(caller.post());
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(first)).isEqualTo("NoAnswer");
            assertThat(first.toString()).doesNotContainIgnoringCase("secret").doesNotContain("within");
            assertThat(TestCaller.kind(next)).isEqualTo("Answered 201");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anAnswerToHeadHasNoBodyWhateverItsLengthSays(Wire wire) throws Exception {
        // Given
        AtomicInteger requests = new AtomicInteger();
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            while (true) {
                peer.request();
                if (requests.incrementAndGet() == 2) {
                    peer.head(200, 1_000);
                    peer.end();
                } else {
                    peer.answer(201);
                }
            }
        })) {
            TestCaller caller = acquainted(partner, LONG);

            // When
            CallResult head = TestCaller.await(caller.withoutBody("HEAD"));
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(head)).isEqualTo("Answered 200");
            assertThat(TestCaller.kind(next)).isEqualTo("Answered 201");
        }
    }

    /** As many cookies as proxies and identity providers add up to, and more than a result repeats. */
    @ParameterizedTest
    @CsvSource({"HTTP_1, 110", "HTTP_2, 110", "HTTP_1, 1000", "HTTP_2, 1000", "HTTP_1, 6000", "HTTP_2, 6000"})
    void anAnswerMayHaveManyHeaders(Wire wire, int number) throws Exception {
        // Given
        String[] cookies = IntStream.range(0, number)
                .boxed()
                .flatMap(i -> Stream.of("set-cookie", "c" + i + "=" + "v".repeat(110)))
                .toArray(String[]::new);
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.request();
            peer.answer(200, cookies);
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);

            // When
            CallResult known = TestCaller.await(caller.post());

            // Then
            assertThat(known).isInstanceOfSatisfying(Answered.class, answer -> assertThat(
                            answer.headers().get("set-cookie"))
                    .hasSize(number));
        }
    }

    /** Answers 200, 201, and so on, each after these. */
    private static Script answeringAfter(List<Integer> statuses) {
        AtomicInteger answers = new AtomicInteger(200);
        return peer -> {
            while (true) {
                peer.request();
                for (int status : statuses) {
                    peer.head(status, Peer.UNTOLD);
                }
                peer.answer(answers.getAndIncrement());
            }
        };
    }

    /** Has found out the version of HTTP: the calls that follow share a connection as far as they may. */
    private TestCaller acquainted(RawPartner partner, Duration timeout) throws Exception {
        TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), timeout);
        TestCaller.await(caller.post());
        return caller;
    }

    /** Answers the request of the second connection so, to the byte, and those of the others with 201. */
    private static Script secondThen(String answer) {
        AtomicInteger connections = new AtomicInteger();
        return peer -> {
            int connection = connections.incrementAndGet();
            peer.request();
            if (connection == 2) {
                ((Http1Peer) peer).say(answer);
            } else {
                peer.answer(201);
            }
            peer.closed();
        };
    }
}
