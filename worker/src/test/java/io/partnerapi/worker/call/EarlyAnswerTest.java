package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A partner answers before it has read the request, and does nothing with the rest of it. */
class EarlyAnswerTest extends CallsOverTls {
    /** More than a stream's window. */
    private static final String LARGE = "{\"text\":\"" + "t".repeat(900_000) + "\"}";

    private static final int NO_ERROR = 0;

    @Test
    void theRestOfARequestKeepsNoOtherCallWaitingOverHttp1() throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, peer -> {
            Http1Peer bytes = (Http1Peer) peer;
            while (true) {
                bytes.readHead();
                peer.answer(bytes.requestHead().contains("Content-Length: 9") ? 413 : 201);
                bytes.readBody();
            }
        })) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), partner.authority(folder), 1);
            TestCaller.await(caller.post());
            TestCaller.await(caller.post());

            // When
            CallResult early = TestCaller.await(caller.post(LARGE));
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(early)).as("%s", early).isEqualTo("Answered 413");
            assertThat(TestCaller.kind(next)).as("%s", next).isEqualTo("Answered 201");
        }
    }

    @Test
    void theRestOfARequestKeepsNoOtherCallWaitingOverHttp2() throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_2, peer -> {
            Http2Peer frames = (Http2Peer) peer;
            peer.request();
            peer.answer(201);
            frames.requestHead();
            peer.answer(413);
            frames.resetStream(NO_ERROR);
            frames.connectionWindow(1 << 20);
            peer.request();
            peer.answer(201);
            peer.closed();
        })) {
            TestCaller caller = TestCaller.busy(vertx, partner.url(), partner.authority(folder), 1);
            TestCaller.await(caller.post());

            // When
            CallResult early = TestCaller.await(caller.post(LARGE));
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(early)).as("%s", early).isEqualTo("Answered 413");
            assertThat(TestCaller.kind(next)).as("%s", next).isEqualTo("Answered 201");
        }
    }
}
