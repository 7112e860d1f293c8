package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.process.FreePorts;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps a request from being written at all: certainly not processed, so every call may be tried again. */
class NotWrittenTableTest {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
    /** For what is not about time: whatever a busy machine needs. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final int MORE_THAN_THE_BACKLOG = 8;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Vertx vertx;

    /** Prepares a partner that cannot be reached. */
    private interface Unreachable {
        TestCaller caller(NotWrittenTableTest test) throws Exception;
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row("has a name that nobody knows", test -> test.strange(URI.create("https://partner.invalid"), LONG)),
                row("does not listen", test -> test.strange(test.nobody(), LONG)),
                row("takes no more connections", test -> test.strange(test.full(), CONNECT_TIMEOUT)),
                row("does not answer the TLS handshake", test -> test.strange(test.mute(), CONNECT_TIMEOUT)),
                row("hangs up in the TLS handshake", test -> test.strange(test.rude(), LONG)),
                row(
                        "has an authority that we do not trust",
                        test -> test.strange(test.speaking().url(), LONG)),
                row("has a certificate for another host", NotWrittenTableTest::misnamed));
    }

    private static Arguments row(String partner, Unreachable unreachable) {
        return Arguments.of(partner, unreachable);
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        TestCaller.await(vertx.close());
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @ParameterizedTest(name = "the partner {0}: NotSent; again, again")
    @MethodSource("rows")
    void withoutAConnectionNothingIsSent(String partner, Unreachable unreachable) throws Exception {
        // Given
        TestCaller caller = unreachable.caller(this);

        // When
        CallResult known = TestCaller.await(caller.post());

        // Then
        assertNotSent(known);
    }

    @ParameterizedTest(name = "over {0}, with a body: {1}")
    @CsvSource({"HTTP_1, true", "HTTP_1, false", "HTTP_2, true", "HTTP_2, false"})
    void aConnectionThatIsClosedBeforeTheWriteProvesThatNothingIsSent(Wire wire, boolean withBody) throws Exception {
        // Given
        Context loop = vertx.getOrCreateContext();
        Promise<Boolean> gate = Promise.promise();
        CountDownLatch atTheGate = new CountDownLatch(1);
        RawPartner partner = keep(RawPartner.speaking(wire, peer -> {
            peer.greet();
            atTheGate.await();
            peer.cut();
            peer.closed();
            // The client has closed its socket; its loop hears of that before the second of two further tasks.
            loop.runOnContext(first -> loop.runOnContext(second -> gate.complete(true)));
        }));
        TestCaller caller = trusting(partner);
        Promise<CallResult> known = Promise.promise();

        // When
        loop.runOnContext(go -> caller.call(withBody, () -> {
                    atTheGate.countDown();
                    return gate.future();
                })
                .onComplete(known));

        // Then
        assertNotSent(TestCaller.await(known.future()));
        assertThat(partner.requests()).isZero();
    }

    private static void assertNotSent(CallResult known) {
        assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo("NotSent");
        assertThat(TestCaller.follows(known, true)).isEqualTo("again: PARTNER");
        assertThat(TestCaller.follows(known, false)).isEqualTo("again: PARTNER");
    }

    private <R extends AutoCloseable> R keep(R resource) {
        open.add(resource);
        return resource;
    }

    private TestCaller strange(URI url, Duration connectTimeout) throws Exception {
        return TestCaller.hasty(vertx, url, null, connectTimeout);
    }

    private TestCaller trusting(RawPartner partner) throws Exception {
        return TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);
    }

    private URI nobody() {
        return url(FreePorts.one());
    }

    /** A listener whose backlog is full: the kernel drops what asks to connect. */
    private URI full() throws Exception {
        ServerSocket listener = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < MORE_THAN_THE_BACKLOG; i++) {
            SocketChannel waiting = keep(SocketChannel.open());
            waiting.configureBlocking(false);
            waiting.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
        }
        return url(listener.getLocalPort());
    }

    private URI mute() throws Exception {
        return keep(RawPartner.plain(socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream())))
                .url();
    }

    private URI rude() throws Exception {
        return keep(RawPartner.plain(socket -> socket.getInputStream().read())).url();
    }

    private RawPartner speaking() throws Exception {
        return keep(RawPartner.speaking(Wire.HTTP_2, Peer::request));
    }

    private TestCaller misnamed() throws Exception {
        return trusting(keep(RawPartner.misnamed(Wire.HTTP_2, Peer::request)));
    }

    private static URI url(int port) {
        return URI.create("https://127.0.0.1:" + port);
    }
}
