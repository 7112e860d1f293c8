package io.partnerapi.worker.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Target;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.ops.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the pipeline counts and times. Labels come from closed lists; safe for any thread. */
public final class PipelineMeters {
    private final MeterRegistry registry;
    private final Map<String, Counter> taken;
    private final Map<Outcome, Counter> results;
    private final Counter deadLetters;
    private final Map<Target, Timer> calls;
    private final Timer keyWait;
    private final Timer settling;
    private final Timer whole;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** @param topics the command topics */
    public PipelineMeters(MeterRegistry registry, Collection<String> topics) {
        this.registry = registry;
        taken = each(topics.stream(), topic -> counter("commands.taken", "Records taken from command topics")
                .tag("topic", topic));
        results = each(Stream.of(Outcome.values()), outcome -> counter("results", "Results published, by outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT)));
        deadLetters = counter("dead.letters", "Records in which no command could be read")
                .register(registry);
        calls = Stream.of(Target.values()).collect(Collectors.toMap(Function.identity(), target -> Durations.timer(
                        "call", "Time of a call from asking for a connection to its end")
                .tag("target", target.wire())
                .register(registry)));
        keyWait = Durations.timer("key.wait", "Time from taking a command to its first turn")
                .register(registry);
        settling = Durations.timer("settle", "Time from the end of a command to its committed result")
                .register(registry);
        whole = Durations.timer("command", "Time from a command's record to its committed result")
                .register(registry);
        Gauge.builder("partner.worker.in.flight", inFlight, AtomicInteger::get)
                .description("Commands passing the pipeline now")
                .register(registry);
    }

    private <K> Map<K, Counter> each(Stream<K> keys, Function<K, Counter.Builder> counters) {
        return keys.collect(
                Collectors.toMap(Function.identity(), key -> counters.apply(key).register(registry)));
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder("partner.worker." + name).description(description);
    }

    void taken(String topic) {
        Counter counter = taken.get(topic);
        if (counter != null) {
            counter.increment();
        }
    }

    void passBegan() {
        inFlight.incrementAndGet();
    }

    void passEnded() {
        inFlight.decrementAndGet();
    }

    void keyWaited(Duration time) {
        keyWait.record(time);
    }

    /** @param operation of the catalogue, or {@code other} */
    void attempted(String operation, Target target, CallResult result, Duration took) {
        result.match(Attempted.LABEL).ifPresent(label -> {
            counter("attempts", "Calls, by operation of the catalogue and by what came of them")
                    .tag("operation", operation)
                    .tag("result", label)
                    .register(registry)
                    .increment();
            Timer calls = this.calls.get(target);
            if (calls != null) {
                calls.record(took);
            }
        });
    }

    void published(Outcome outcome, Duration settled, Duration all) {
        Counter counter = results.get(outcome);
        if (counter != null) {
            counter.increment();
        }
        ended(settled, all);
    }

    void deadLettered(Duration settled, Duration all) {
        deadLetters.increment();
        ended(settled, all);
    }

    private void ended(Duration settled, Duration all) {
        settling.record(settled);
        whole.record(all);
    }
}
