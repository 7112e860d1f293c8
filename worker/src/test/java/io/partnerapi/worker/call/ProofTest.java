package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.NotSslRecordException;
import io.partnerapi.worker.call.CallResult.Disclaimed;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.partnerapi.worker.call.Proof.Sending;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.StreamResetException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProofTest {
    private static final Throwable TLS_CLOSED = new SSLException("SSLEngine closed already");
    private static final Throwable CLOSED = new ClosedChannelException();
    private static final AsyncResult<Void> OUT = Future.succeededFuture();
    private static final long HTTP_1 = 0;
    private static final long NEVER_OPENED = -5;
    private static final long STAYS = Long.MAX_VALUE;

    static Stream<Arguments> rows() {
        return Stream.of(
                row(CLOSED, OUT, HTTP_1, STAYS, NoAnswer.class),
                row(CLOSED, failed(CLOSED), HTTP_1, STAYS, NoAnswer.class),
                row(CLOSED, failed(TLS_CLOSED), HTTP_1, STAYS, NotSent.class),
                row(TLS_CLOSED, OUT, HTTP_1, STAYS, NoAnswer.class),
                row(TLS_CLOSED, failed(CLOSED), HTTP_1, STAYS, NoAnswer.class),
                row(CLOSED, failed(TLS_CLOSED), 5, STAYS, NotSent.class),
                row(TLS_CLOSED, OUT, 5, STAYS, NoAnswer.class),
                row(CLOSED, failed(CLOSED), 5, STAYS, NoAnswer.class),
                row(CLOSED, failed(CLOSED), NEVER_OPENED, STAYS, NotSent.class),
                row(CLOSED, OUT, 5, 3, Disclaimed.class),
                row(CLOSED, OUT, 5, 0, NotSent.class),
                row(CLOSED, OUT, 5, 5, NoAnswer.class),
                row(CLOSED, OUT, 5, 7, NoAnswer.class),
                row(CLOSED, OUT, 5, Integer.MAX_VALUE, NoAnswer.class),
                row(new StreamResetException(0x7), OUT, 5, STAYS, NotSent.class),
                row(new StreamResetException(0x0), OUT, 5, STAYS, NoAnswer.class),
                row(new StreamResetException(0x2), OUT, 5, STAYS, NoAnswer.class),
                row(new StreamResetException(0x8), OUT, 5, STAYS, NoAnswer.class),
                row(new StreamResetException(0xb), OUT, 5, STAYS, NoAnswer.class));
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("rows")
    void proves(Throwable failure, Sending sending, Class<? extends CallResult> expected) {
        // When
        CallResult known = Proof.afterWriting(failure, sending);

        // Then
        assertThat(known).isInstanceOf(expected);
    }

    @Test
    void blamesNobodyForTheEndOfAConnectionThatHadServedOthers() {
        // When / Then
        assertThat(Proof.afterWriting(CLOSED, new Sending(failed(TLS_CLOSED), HTTP_1, STAYS, true)))
                .isInstanceOf(Withheld.class);
        assertThat(Proof.afterWriting(CLOSED, new Sending(failed(CLOSED), NEVER_OPENED, STAYS, true)))
                .isInstanceOf(Withheld.class);
        assertThat(Proof.afterWriting(CLOSED, new Sending(OUT, HTTP_1, STAYS, true)))
                .isInstanceOf(NoAnswer.class);
        assertThat(Proof.beforeWriting(CLOSED, true)).isInstanceOf(Withheld.class);
        assertThat(Proof.beforeWriting(CLOSED, false)).isInstanceOf(NotSent.class);
    }

    /** A message of the TLS engine repeats them. */
    @Test
    void withholdsBytesThatAreNoTls() {
        // When
        CallResult known =
                Proof.withoutConnection(new NotSslRecordException("not an SSL/TLS record: 736563726574"), false);

        // Then
        assertThat(known.toString()).contains("not TLS").doesNotContain("736563726574");
    }

    private static AsyncResult<Void> failed(Throwable cause) {
        return Future.failedFuture(cause);
    }

    private static Arguments row(
            Throwable failure,
            AsyncResult<Void> head,
            long stream,
            long lastStream,
            Class<? extends CallResult> expected) {
        return Arguments.of(failure, new Sending(head, stream, lastStream, false), expected);
    }
}
