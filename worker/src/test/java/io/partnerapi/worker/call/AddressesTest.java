package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A partner is found where its name leads to, though not every address of it answers. */
class AddressesTest extends CallsOverTls {
    private static final String NOBODY = "127.0.0.77";
    private static final String PARTNER = "127.0.0.1";

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anAddressThatDoesNotAnswerIsPassedOver(Wire wire) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            while (true) {
                peer.request();
                peer.answer(201);
            }
        })) {
            TestCaller caller = finding(partner, host -> addresses(NOBODY, PARTNER));

            // When / Then
            for (int i = 0; i < 3; i++) {
                CallResult known = TestCaller.await(caller.post());
                assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo("Answered 201");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aNameThatCouldNotBeFoundIsAskedForAgain(Wire wire) throws Exception {
        // Given
        AtomicInteger asked = new AtomicInteger();
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.request();
            peer.answer(201);
            peer.closed();
        })) {
            TestCaller caller = finding(partner, host -> {
                if (asked.incrementAndGet() == 1) {
                    throw new UnknownHostException(host);
                }
                return addresses(PARTNER);
            });

            // When
            CallResult unknown = TestCaller.await(caller.post());
            CallResult known = TestCaller.await(caller.post());

            // Then
            assertThat(unknown.toString()).contains("NotSent", "host not found: localhost");
            assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo("Answered 201");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aPartnerIsAskedForByItsNameWhateverItsAddress(Wire wire) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.named("api.partner.example", wire, peer -> {
            while (true) {
                peer.request();
                peer.answer(201);
            }
        })) {
            TestCaller caller = TestCaller.finding(
                    vertx,
                    URI.create("https://api.partner.example:" + partner.url().getPort()),
                    partner.authority(folder),
                    new Addresses(vertx, host -> addresses(PARTNER), Duration.ofSeconds(30)));

            // When / Then
            for (int i = 0; i < 3; i++) {
                CallResult known = TestCaller.await(caller.post());
                assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo("Answered 201");
            }
        }
    }

    /** Though the connection to where it was is good, and in use. */
    @ParameterizedTest
    @EnumSource(Wire.class)
    void callsFollowANameThatMoves(Wire wire) throws Exception {
        // Given
        AtomicBoolean moved = new AtomicBoolean();
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            while (true) {
                peer.request();
                peer.answer(201);
            }
        })) {
            TestCaller caller = finding(partner, host -> addresses(moved.get() ? NOBODY : PARTNER));
            String before = TestCaller.kind(TestCaller.await(caller.post()));

            // When
            moved.set(true);

            // Then
            assertThat(before).isEqualTo("Answered 201");
            await().untilAsserted(() ->
                    assertThat(TestCaller.kind(TestCaller.await(caller.post()))).isEqualTo("NotSent"));
        }
    }

    /** Its certificate is for that name too. */
    private TestCaller finding(RawPartner partner, Addresses.Lookup lookup) throws Exception {
        return TestCaller.finding(
                vertx,
                URI.create("https://localhost:" + partner.url().getPort()),
                partner.authority(folder),
                new Addresses(vertx, lookup, Duration.ofMillis(100)));
    }

    private static InetAddress[] addresses(String... of) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[of.length];
        for (int i = 0; i < of.length; i++) {
            addresses[i] = InetAddress.getByAddress(
                    "named.example", InetAddress.getByName(of[i]).getAddress());
        }
        return addresses;
    }
}
