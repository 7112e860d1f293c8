package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Listen;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.partnerapi.worker.token.AccessToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over real TLS; the token is none, so the partner's plain answer is 401. */
class PartnerCallerTest {
    private static final int MAX_BYTES = 10_000;
    /** More than the streams that a connection has. */
    private static final int MANY = 250;

    @TempDir
    private Path folder;

    private Vertx vertx;
    private @Nullable PartnerApi partner;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
        if (partner != null) {
            partner.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsOverHttp2WhereItIsOfferedAndHttp1Elsewhere(boolean http2) throws Exception {
        // Given
        partner(http2);
        PartnerCaller caller = caller(partner.caFile());

        // When
        CallResult result = get(call(caller, true));

        // Then
        assertThat(result).isInstanceOf(Answered.class);
        assertThat(result.refusesToken()).isTrue();
        assertThat(partner.ledger().callsByCommand()).containsKey("id-1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsThatAreWithheldLeaveRoomForOthers(boolean http2) throws Exception {
        // Given
        partner(http2);
        PartnerCaller caller = caller(partner.caFile());

        // When
        for (int i = 0; i < MANY; i++) {
            assertThat(get(call(caller, false))).isInstanceOf(Withheld.class);
        }

        // Then
        assertThat(partner.ledger().entries()).isEmpty();
        assertThat(get(call(caller, true))).isInstanceOf(Answered.class);
    }

    @Test
    void withoutTrustNothingIsSent() throws Exception {
        // Given
        partner(true);

        // When
        CallResult result = get(call(caller(null), true));

        // Then
        assertThat(result).isInstanceOf(NotSent.class);
        assertThat(((NotSent) result).why()).contains("partner.trusted-certificates");
        assertThat(partner.ledger().entries()).isEmpty();
    }

    @Test
    void withoutAListenerNothingIsSent() throws Exception {
        // Given
        partner(true);
        PartnerCaller caller = caller(partner.caFile());
        partner.close();

        // When / Then
        assertThat(get(call(caller, true))).isInstanceOf(NotSent.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerBrokenOffIsNoAnswer(boolean http2) throws Exception {
        // Given
        partner(http2).controls().inject(Fault.always(Endpoint.API, new FaultAction.Reset()));

        // When / Then
        assertThat(get(call(caller(partner.caFile()), true))).isInstanceOf(NoAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartnerThatHangsIsGivenUp(boolean http2) throws Exception {
        // Given
        partner(http2).controls().inject(Fault.always(Endpoint.API, new FaultAction.Hang()));

        // When / Then
        assertThat(get(call(caller(partner.caFile()), true))).isInstanceOf(NoAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyOverTheLimitIsNotRead(boolean http2) throws Exception {
        // Given
        partner(http2).controls().inject(Fault.always(Endpoint.API, new FaultAction.OversizedBody(1_000_000)));

        // When / Then
        assertThat(get(call(caller(partner.caFile()), true))).isInstanceOf(TooLarge.class);
    }

    @Test
    void aStreamRefusedWasNotProcessed() throws Exception {
        // Given
        partner(true).controls().inject(Fault.always(Endpoint.API, new FaultAction.RefuseStream()));

        // When / Then
        assertThat(get(call(caller(partner.caFile()), true))).isInstanceOf(NotSent.class);
    }

    private PartnerApi partner(boolean http2) {
        partner = PartnerApi.start(PartnerApiOptions.in(folder)
                .withRules(Rules::withoutLatency)
                .withListen(new Listen("127.0.0.1", 0, 0, 0, http2, Listen.LOOPBACK.names())));
        return partner;
    }

    private PartnerCaller caller(@Nullable Path authorities) throws Exception {
        URI base = partner.baseUrl();
        PartnerSettings settings = new PartnerSettings(
                base, base, "2.1.0", authorities, Duration.ofSeconds(30), Duration.ofSeconds(5), MAX_BYTES);
        return new PartnerCaller(
                vertx, new PartnerClients(vertx, settings, new TrustedAuthorities(authorities), 4).get(), settings);
    }

    private static Future<CallResult> call(PartnerCaller caller, boolean open) {
        return caller.call(command(), new AccessToken(1, "none", Long.MAX_VALUE), () -> Future.succeededFuture(open));
    }

    private static Command command() {
        return new CommandCodec()
                .decode("{\"id\":\"id-1\",\"method\":\"GET\",\"path\":\"/cards\"}".getBytes(StandardCharsets.UTF_8))
                .fold(command -> command, problem -> {
                    throw new AssertionError(problem.toString());
                });
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
