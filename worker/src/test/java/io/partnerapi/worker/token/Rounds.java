package io.partnerapi.worker.token;

import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.partner.QuotaRule;
import io.partnerapi.schemas.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of one worker against a partner that counts, with a clock set by hand. */
abstract class Rounds {
    static final int TOKENS_A_DAY = 3;

    @TempDir
    static Path dir;

    final AtomicLong nanos = new AtomicLong();
    final List<Telemetry> telemetry = new CopyOnWriteArrayList<>();
    Partner partner;
    Credentials credentials;
    TokenStore store = emptyStore();
    MemoryValue kept = MemoryValue.empty();

    @BeforeEach
    void start() {
        partner = new Partner(PartnerApiOptions.in(dir)
                .withRules(rules -> rules.withoutLatency().withTokenQuota(QuotaRule.perDay(TOKENS_A_DAY))));
        credentials = Credentials.of(
                settings().key(), new SecretSource(settings()).read().fold(Credentials::secret, x -> ""));
    }

    @AfterEach
    void stop() {
        partner.close();
    }

    Round run(long refused, @Nullable HeldToken held) {
        TokenSealing sealing = new TokenSealing(settings().key());
        RoundTools tools = new RoundTools(
                partner.vertx,
                store,
                partner.endpoint(),
                sealing,
                new TokenMemory(sealing, kept),
                new TokenReport(settings().clientId(), "worker-1", telemetry::add, Clock.systemUTC()),
                "worker-1",
                nanos::get,
                () -> 1);
        return new TokenRound(tools, credentials, refused, held, TokenEntry.EMPTY)
                .run()
                .await();
    }

    TokenSettings settings() {
        return partner.settings(Partner.secret());
    }

    static String value(Round round) {
        HeldToken found = round.found();
        return found == null ? "" : found.token().value();
    }

    TokenStore emptyStore() {
        return new LocalTokenStore(TokenEntry.EMPTY, Instant.now(), nanos::get);
    }
}
