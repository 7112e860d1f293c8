package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What calls that share a client do to each other: nothing that could be taken for a proof or for an answer. */
class OneWriteTest extends CallsOverTls {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Our GOAWAY names stream 0, the last of the partner's; taken for the partner's own, it would disclaim ours. */
    @Test
    void ourOwnGoAwayProvesNothing() throws Exception {
        // Given
        CountDownLatch received = new CountDownLatch(1);
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_2, peer -> {
            peer.request();
            received.countDown();
            ((Http2Peer) peer).left();
            peer.reset();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);
            Future<CallResult> sent = caller.post();
            received.await();

            // When
            for (int i = 0; i < ConnectionUse.MOST_LOST_STREAMS; i++) {
                caller.call(true, () -> Future.succeededFuture(false));
            }

            // Then
            assertThat(TestCaller.kind(TestCaller.await(sent))).isEqualTo("NoAnswer");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anAnswerThatComesTooLateIsNobodys(Wire wire) throws Exception {
        // Given
        AtomicInteger status = new AtomicInteger(200);
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.request();
            if (status.getAndIncrement() == 200) {
                peer.givenUp();
                peer.answer(200);
                peer.request();
            }
            peer.answer(201);
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), SHORT);

            // When
            CallResult late = TestCaller.await(caller.post());
            CallResult next = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(late)).isEqualTo("NoAnswer");
            assertThat(TestCaller.kind(next)).isEqualTo("Answered 201");
            assertThat(partner.requests()).isEqualTo(2);
        }
    }
}
