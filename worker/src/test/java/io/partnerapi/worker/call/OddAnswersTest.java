package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.call.CallResult.Answered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers over HTTP/1.1 in forms that few servers use: what they say is understood, or nothing of it is. */
class OddAnswersTest extends CallsOverTls {
    private static final Duration SHORTER_THAN_THE_PARTNERS = Duration.ofSeconds(8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}",
                "\r\nHTTP/1.1 200 -\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nTransfer-Encoding: chunked\r\n\r\n0002;x=y\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 -\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\nx-trailer: a\r\n\r\n",
                "HTTP/1.1 200 -\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nContent-Length: 2, 2\r\n\r\n{}",
                "HTTP/1.1 200 -\r\ntransfer-encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.0 200 -\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.0 200 -\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nx-folded: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nx-empty:\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nContent-Type: application/json\r\n\r\n{}",
            })
    void whatAnAnswerSaysIsUnderstood(String answer) throws Exception {
        // When
        CallResult[] known = first(answer);

        // Then
        assertThat(known[0]).as("%s", known[0]).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(200);
            assertThat(new String(answered.body(), StandardCharsets.US_ASCII)).isEqualTo("{}");
        });
        assertThat(TestCaller.kind(known[1])).as("%s", known[1]).isEqualTo("Answered 201");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 -\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nContent-Length: -2\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nContent-Length: two\r\n\r\n{}",
                "HTTP/1.1 200 -\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 -\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 -\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
                "HTTP/1.1 200 -\r\nContent-Length: 9\r\n\r\n{}",
            })
    void anAnswerThatContradictsItselfIsNone(String answer) throws Exception {
        // When
        CallResult[] known = first(answer);

        // Then
        assertThat(TestCaller.kind(known[0])).as("%s", known[0]).isEqualTo("NoAnswer");
        assertThat(TestCaller.kind(known[1])).as("%s", known[1]).isEqualTo("Answered 201");
    }

    private static boolean endsTheConnection(String answer) {
        return answer.contains("Connection: close") || answer.contains("Content-Type");
    }

    /** Of a call that is answered so, and of the next one. */
    private CallResult[] first(String answer) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, peer -> {
            while (true) {
                peer.request();
                if (requests.incrementAndGet() == 2) {
                    ((Http1Peer) peer).say(answer);
                    if (endsTheConnection(answer)) {
                        peer.pause();
                        return;
                    }
                } else {
                    peer.answer(201);
                }
            }
        })) {
            TestCaller caller =
                    TestCaller.patient(vertx, partner.url(), partner.authority(folder), SHORTER_THAN_THE_PARTNERS);
            TestCaller.await(caller.post());
            return new CallResult[] {TestCaller.await(caller.post()), TestCaller.await(caller.post())};
        }
    }
}
