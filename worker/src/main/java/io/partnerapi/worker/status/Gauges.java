package io.partnerapi.worker.status;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.partnerapi.schemas.TokenQuota;
import io.partnerapi.worker.intake.Hold;
import io.partnerapi.worker.intake.IntakeView;
import io.partnerapi.worker.intake.LastingFault;
import io.partnerapi.worker.intake.PartitionFault;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.token.TokenView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is read from the parts whenever metrics are scraped. */
public final class Gauges {
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final Parts parts;
    private final Clock clock;
    private final MultiGauge quotaLimit;
    private final MultiGauge quotaRemaining;
    private final MultiGauge faults;

    private Gauges(MeterRegistry registry, Parts parts, Clock clock) {
        this.registry = registry;
        this.parts = parts;
        this.clock = clock;
        this.faults = MultiGauge.builder("partner.worker.partition.fault.seconds")
                .description("How long a partition or topic of the commands has not been read as it should be")
                .register(registry);
        this.quotaLimit = MultiGauge.builder("partner.worker.token.quota.limit")
                .description("Token requests that a window of the partner's quota allows")
                .register(registry);
        this.quotaRemaining = MultiGauge.builder("partner.worker.token.quota.remaining")
                .description("Token requests left in a window of the partner's quota, as the cluster was told last")
                .register(registry);
    }

    /** Registers all of them; answers what must run before each scrape. */
    public static Runnable register(MeterRegistry registry, Parts parts, Clock clock) {
        Gauges gauges = new Gauges(registry, parts, clock);
        gauges.intake();
        gauges.token();
        gauges.budget();
        gauges.gauge("grid.members", "Members of the grid that this one sees", all -> all.grid()
                .members());
        gauges.gauge("http.connections", "Open connections to the partner", all -> all.clients()
                .connections());
        return gauges::readWhatComesAndGoes;
    }

    /** Whether each condition holds; of the parts that are not made yet too. */
    public static void conditions(MeterRegistry registry, List<Condition> conditions) {
        conditions.forEach(condition -> Gauge.builder(
                        "partner.worker.condition.up",
                        condition,
                        it -> it.state().up() ? 1 : 0)
                .description("Whether what must hold for the worker to be ready holds")
                .tag("condition", condition.state().name())
                .register(registry));
    }

    private void intake() {
        gauge("held.records", "Records taken and not finished", all -> all.backlog()
                .held());
        gauge("partitions", "Partitions assigned to this worker", all -> view(all)
                .partitions()
                .size());
        gauge("lag.records", "Records of its partitions that are not taken yet", all -> partitions(all)
                .mapToLong(IntakeView.Part::lag)
                .sum());
        gauge(
                "ledger.span.offsets",
                "Offsets that the widest ledger spans",
                all -> partitions(all).mapToLong(IntakeView.Part::span).max().orElse(0));
        gauge(
                "doubtful.offsets",
                "Offsets not settled yet whose commands may have run before, since commits were lost",
                all -> partitions(all).mapToLong(IntakeView.Part::doubtful).sum());
        for (Hold hold : Hold.values()) {
            Gauge.builder("partner.worker.partitions.paused", parts, all -> partitions(all)
                            .filter(part -> part.hold() == hold)
                            .count())
                    .description("Partitions of which nothing is taken for now, by reason")
                    .tag("reason", hold.wire())
                    .register(registry);
        }
        FunctionCounter.builder("partner.worker.intake.restarts", parts, all -> view(all)
                        .restarts())
                .description("How often the consumer was replaced")
                .register(registry);
    }

    private void token() {
        gauge(
                "token.age.seconds",
                "How long this worker has had its token; NaN without one",
                all -> seconds(all.tokens().view().age()));
        gauge("token.left.seconds", "How long its token can be used; 0 without one", all -> {
            Duration left = all.tokens().view().left();
            return left == null ? 0 : seconds(left);
        });
    }

    private void budget() {
        gauge("budget.limit.calls", "Calls that the budget allows in a window; 0: no limit", all -> all.budget()
                .use()
                .limit());
        gauge("budget.used.calls", "Permits of the whole egress that count now", all -> all.budget()
                .use()
                .used());
        gauge("budget.leased.calls", "Permits that this worker holds and has not spent", all -> all.budget()
                .use()
                .leased());
        gauge("budget.waiting.calls", "Calls of this worker that wait for a permit", all -> all.budget()
                .use()
                .waiting());
        gauge(
                "budget.oldest.wait.seconds",
                "How long the oldest of them has waited",
                all -> seconds(all.budget().use().oldestWait()));
    }

    /** The windows of the quota are known by and by, and some come to an end; so do faults. */
    private void readWhatComesAndGoes() {
        faults.register(view(parts).faults().stream().<Row<?>>map(this::row).toList(), true);
        TokenView token = parts.tokens().view();
        quotaLimit.register(rows(token, TokenQuota.Bucket::limit), true);
        quotaRemaining.register(rows(token, TokenQuota.Bucket::remaining), true);
    }

    private Row<?> row(LastingFault lasting) {
        PartitionFault fault = lasting.fault();
        String partition = fault.partition() == null ? "all" : fault.partition().toString();
        Tags tags = Tags.of(
                "topic",
                fault.topic(),
                "partition",
                partition,
                "fault",
                fault.kind().wire());
        return Row.of(tags, seconds(Duration.between(lasting.since(), clock.instant())));
    }

    private static List<Row<?>> rows(TokenView token, ToDoubleFunction<TokenQuota.Bucket> value) {
        return token.quota().stream()
                .<Row<?>>map(bucket -> Row.of(Tags.of("bucket", bucket.name()), value.applyAsDouble(bucket)))
                .toList();
    }

    private void gauge(String name, String description, ToDoubleFunction<Parts> value) {
        Gauge.builder("partner.worker." + name, parts, value)
                .description(description)
                .register(registry);
    }

    private static IntakeView view(Parts all) {
        return all.intake().view();
    }

    private static Stream<IntakeView.Part> partitions(Parts all) {
        return view(all).partitions().stream();
    }

    private static double seconds(@Nullable Duration duration) {
        return duration == null ? Double.NaN : duration.toNanos() / NANOS;
    }
}
