package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers over HTTP/2 in frames that few servers send: they are understood, or cost no other call its answer. */
class OddFramesTest extends CallsOverTls {
    private static final Duration SHORTER_THAN_THE_PARTNERS = Duration.ofSeconds(8);
    private static final byte[] JSON = {'{', '}'};
    private static final int DATA = 0x0;
    private static final int HEADERS = 0x1;
    private static final int PRIORITY = 0x2;
    private static final int SETTINGS = 0x4;
    private static final int PING = 0x6;
    private static final int CONTINUATION = 0x9;
    private static final int UNKNOWN = 0x7a;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final byte STATUS_200 = (byte) 0x88;

    /** What a partner says. */
    private interface Says {
        void to(Http2Peer peer) throws IOException;
    }

    enum Odd {
        TRAILERS("Answered 200", peer -> {
            peer.head(200, 2);
            peer.body(JSON);
            peer.any(HEADERS, END_STREAM | END_HEADERS, Http2Peer.block("x-trailer", "a"));
        }),
        EMPTY_DATA("Answered 200", peer -> {
            peer.head(200, 2);
            peer.body(new byte[0]);
            peer.body(new byte[0]);
            peer.body(JSON);
            peer.end();
        }),
        PADDING("Answered 200", peer -> {
            peer.head(200, 2);
            peer.any(DATA, END_STREAM | PADDED, (byte) 3, (byte) '{', (byte) '}', (byte) 0, (byte) 0, (byte) 0);
        }),
        RESET_AFTER_THE_ANSWER("Answered 200", peer -> {
            peer.answer(200);
            peer.resetStream(0);
        }),
        OTHER_FRAMES_BETWEEN("Answered 200", peer -> {
            peer.head(200, 2);
            peer.anyOfConnection(PING, 0, new byte[8]);
            peer.any(UNKNOWN, 0xff, (byte) 1, (byte) 2);
            peer.any(PRIORITY, 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 9);
            peer.anyOfConnection(SETTINGS, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 1, (byte) 0);
            peer.body(JSON);
            peer.end();
        }),
        HEAD_IN_PIECES("Answered 200", peer -> {
            peer.any(HEADERS, 0, STATUS_200);
            peer.any(CONTINUATION, 0, Http2Peer.block("x-one", "a"));
            peer.any(CONTINUATION, END_HEADERS, Http2Peer.block("x-two", "b"));
            peer.body(JSON);
            peer.end();
        }),
        HOP_BY_HOP_HEADERS("NoAnswer", peer -> peer.answer(200, "connection", "keep-alive", "keep-alive", "timeout=5")),
        SHORTER_THAN_ITS_LENGTH("NoAnswer", peer -> {
            peer.head(200, 9);
            peer.body(JSON);
            peer.end();
        }),
        LONGER_THAN_ITS_LENGTH("NoAnswer", peer -> {
            peer.head(200, 1);
            peer.body(JSON);
            peer.end();
        }),
        BODY_BEFORE_HEAD("NoAnswer", peer -> peer.any(DATA, END_STREAM, JSON)),
        TWO_HEADS("NoAnswer", peer -> {
            peer.head(200, 2);
            peer.head(200, 2);
            peer.body(JSON);
            peer.end();
        }),
        CAPITALS("NoAnswer", peer -> peer.answer(200, "X-Capital", "a"));

        private final String known;
        private final Says says;

        Odd(String known, Says says) {
            this.known = known;
            this.says = says;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOddAnswerCostsNoOtherCallItsOwn(Odd odd) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_2, peer -> {
            Http2Peer frames = (Http2Peer) peer;
            peer.request();
            peer.answer(201);
            peer.request();
            int other = frames.stream();
            peer.request();
            odd.says.to(frames);
            frames.back(other);
            peer.answer(201);
            peer.closed();
        })) {
            TestCaller caller =
                    TestCaller.patient(vertx, partner.url(), partner.authority(folder), SHORTER_THAN_THE_PARTNERS);
            TestCaller.await(caller.post());

            // When
            Future<CallResult> one = caller.post();
            Future<CallResult> two = caller.post();

            // Then
            CallResult other = TestCaller.await(one);
            CallResult itself = TestCaller.await(two);
            assertThat(TestCaller.kind(other)).as("%s", other).isEqualTo("Answered 201");
            assertThat(TestCaller.kind(itself)).as("%s", itself).isEqualTo(odd.known);
        }
    }
}
