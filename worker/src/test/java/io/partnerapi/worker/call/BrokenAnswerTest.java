package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.RawPartner.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** An answer that is none, over real TLS: nothing of what came is told but that, and the next call gets its own. */
class BrokenAnswerTest extends CallsOverTls {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        root().detachAppender(log);
    }

    static Stream<Arguments> statuses() {
        return Stream.of("0", "000", "099", "600", "742", "999", "1000", "20000", "-1", "abc", "+20")
                .flatMap(status -> Stream.of(Wire.values()).map(wire -> Arguments.of(wire, status)));
    }

    /** RFC 9110, 15: what is not 100 to 599 is invalid. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("statuses")
    void statusThatIsNoneOfHttpIsNoAnswer(Wire wire, String status) throws Exception {
        assertNoAnswer(wire, peer -> {
            peer.head(status, 2, "x-text", "secret");
            peer.body("{}".getBytes(US_ASCII));
            peer.end();
        });
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                        List.of("secret name", "1"),
                        List.of("Secret", "1"),
                        List.of("x-a", "secret\u0000"),
                        List.of("x-a", "secret\r\nx-b: 1\r\n:"),
                        List.of(":secret", "1"),
                        List.of(":status", "secret"),
                        List.of("content-length", "secret"),
                        List.of("content-length", "5", "content-length", "6"),
                        List.of("connection", "secret"),
                        List.of("", "secret"))
                .map(head -> Arguments.of(Wire.HTTP_2, head));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("heads")
    void textOfAHeadThatIsNoneIsToldNowhere(Wire wire, List<String> head) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, firstThen(peer -> {
            peer.head(200, Peer.UNTOLD, head.toArray(String[]::new));
            peer.body("{}".getBytes(US_ASCII));
            peer.end();
        }))) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);

            // When
            CallResult first = TestCaller.await(caller.post());

            // Then
            if (!TestCaller.kind(first).equals("Answered 200")) {
                assertThat(TestCaller.kind(first)).isEqualTo("NoAnswer");
                assertThat(first.toString()).doesNotContainIgnoringCase("secret");
            }
            assertThat(logged()).doesNotContainIgnoringCase("secret");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void frameOrLineThatIsNoneIsToldNowhere(Wire wire) throws Exception {
        assertNoAnswer(wire, peer -> {
            peer.out.write("SECRET of another\r\n\r\n".getBytes(US_ASCII));
            peer.out.flush();
        });
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void statusOfAnAnswerThatBrokeOffIsKnown(Wire wire) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.request();
            peer.head(201, 10);
            peer.body("{".getBytes(US_ASCII));
            peer.cut();
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);

            // When
            CallResult known = TestCaller.await(caller.post());

            // Then
            assertThat(known).isInstanceOfSatisfying(NoAnswer.class, broken -> assertThat(broken.status())
                    .isEqualTo(201));
        }
    }

    /** RFC 9110, 15.5.20. */
    @ParameterizedTest
    @EnumSource(Wire.class)
    void callThatWasMisdirectedIsMadeAgainOnAnotherConnection(Wire wire) throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            int status = connections.incrementAndGet() == 1 ? 421 : 201;
            while (true) {
                peer.request();
                peer.answer(status);
            }
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);
            TestCaller.await(caller.post());

            // When
            CallResult again = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(again)).isEqualTo("Answered 201");
        }
    }

    private void assertNoAnswer(Wire wire, Script broken) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, firstThen(broken))) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);

            // When
            CallResult first = TestCaller.await(caller.post());
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(first)).as("%s", first).isEqualTo("NoAnswer");
            assertThat(TestCaller.follows(first, true)).isEqualTo("again: PARTNER");
            assertThat(TestCaller.follows(first, false)).isEqualTo("UNKNOWN");
            assertThat(first.toString()).doesNotContainIgnoringCase("secret");
            assertThat(logged()).doesNotContainIgnoringCase("secret");
            assertThat(TestCaller.kind(next)).isEqualTo("Answered 201");
        }
    }

    /** Answers the first request so, and the others with 201. */
    private static Script firstThen(Script broken) {
        AtomicInteger requests = new AtomicInteger();
        return peer -> {
            while (true) {
                peer.request();
                if (requests.incrementAndGet() == 1) {
                    broken.play(peer);
                } else {
                    peer.answer(201);
                }
            }
        };
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
