package io.partnerapi.worker;

import io.partnerapi.worker.budget.BudgetLimit;
import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.KeptBudget;
import io.partnerapi.worker.budget.LedgerWaits;
import io.partnerapi.worker.budget.PermitWaits;
import io.partnerapi.worker.budget.SharedBudget;
import io.partnerapi.worker.budget.TopicMemory;
import io.partnerapi.worker.budget.UnlimitedBudget;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.cluster.Grid;
import io.partnerapi.worker.cluster.GridLedger;
import io.partnerapi.worker.cluster.GridTokenStore;
import io.partnerapi.worker.config.Settings;
import io.partnerapi.worker.state.StateTopic;
import io.partnerapi.worker.token.DegradingTokenStore;
import io.partnerapi.worker.token.TokenEndpoint;
import io.partnerapi.worker.token.TokenRequestMeter;
import io.partnerapi.worker.token.TokenSettings;
import io.partnerapi.worker.token.TokenSource;
import io.vertx.core.http.HttpClient;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Makes what the workers of a cluster share, as this one holds it: the token and the call budget. */
final class SharedParts {
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    /** Many workers started at once find each other within it, and then ask for one token. */
    private static final Duration GRID_GRACE = Duration.ofSeconds(15);

    private final Settings settings;
    private final Grid grid;
    private final StateTopic state;
    private final Surroundings with;

    SharedParts(Settings settings, Grid grid, StateTopic state, Surroundings with) {
        this.settings = settings;
        this.grid = grid;
        this.state = state;
        this.with = with;
    }

    TokenSource tokens() throws InterruptedException {
        TokenSettings token = settings.token();
        HttpClient client = PartnerClients.oncePerConnection(with.vertx(), with.authorities());
        TokenSource tokens = new TokenSource(
                with.vertx(),
                token,
                new DegradingTokenStore(
                        new GridTokenStore(grid, token.key()),
                        grid::hasMajority,
                        settings.cluster().expectedMembers() == 1 ? Duration.ZERO : GRID_GRACE,
                        ThreadLocalRandom.current().nextDouble(),
                        with.clock(),
                        System::nanoTime),
                new TokenEndpoint(WebClient.wrap(client), token, TOKEN_TIMEOUT, with.clock()),
                state.value("token|" + token.key()),
                settings.worker().id(),
                with.conditions().token(),
                new TokenRequestMeter(with.telemetry()::publish, with.metrics().registry()),
                with.clock(),
                System::nanoTime);
        Shutdown.await(tokens.start());
        with.shutdown().add("token", () -> Shutdown.await(tokens.close()));
        return tokens;
    }

    /** @param backlog how many commands of this worker have no end yet */
    CallBudget budget(LongSupplier backlog) {
        BudgetSettings budget = settings.budget();
        if (budget.calls() == 0) {
            with.conditions().budget().up();
            return new PermitWaits(new UnlimitedBudget(), with.metrics().registry());
        }
        BudgetLimit limit =
                BudgetLimit.of(budget, settings.topics().priorities().first());
        CallBudget shared = SharedBudget.start(
                with.vertx(),
                budget,
                limit,
                new KeptBudget(
                        new LedgerWaits(
                                new GridLedger(grid, with.vertx(), budget.egress(), limit),
                                with.metrics().registry()),
                        new TopicMemory(with.vertx(), state.value("budget|" + budget.egress()), with.clock()),
                        limit,
                        settings.worker().id(),
                        with.clock()),
                backlog,
                with.clock(),
                with.conditions().budget(),
                with.telemetry()::publish);
        with.shutdown().add("budget", () -> Shutdown.await(shared.close(), CLOSE_LIMIT));
        return new PermitWaits(shared, with.metrics().registry());
    }
}
