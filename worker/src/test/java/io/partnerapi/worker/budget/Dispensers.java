package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Telemetry;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.turn.Place;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Dispensers of one shared ledger, with the default limit, in a test's own time; a permit lives 2.5 seconds. */
abstract class Dispensers {
    static final BudgetSettings SETTINGS =
            new BudgetSettings(900, Duration.ofMinutes(5), Duration.ofSeconds(5), 5, Map.of(), "office");
    static final Duration SOON = Duration.ofMillis(300);
    static final Duration USE_BY = Duration.ofMillis(2_500);

    private int workers;
    final HandTime time = new HandTime();
    final MemoryLedger grid = new MemoryLedger(time);
    final Condition condition = new Condition("budget", time);
    final List<Telemetry> telemetry = new ArrayList<>();
    final PermitDispenser dispenser = dispenser();

    PermitDispenser dispenser() {
        return dispenser(SETTINGS);
    }

    PermitDispenser dispenser(BudgetSettings settings) {
        BudgetLimit limit = BudgetLimit.of(settings, 0);
        PermitDispenser created = new PermitDispenser(
                limit,
                grid.grid(limit, "worker-" + workers++, time),
                () -> 0,
                time.loop(),
                new SplittableRandom(1),
                condition,
                new BudgetReport(settings, time, telemetry::add));
        time.after(Duration.ZERO, created::turn);
        return created;
    }

    Future<PermitAnswer> ask() {
        return ask(dispenser, anyRequest());
    }

    Future<PermitAnswer> ask(PermitDispenser where, PermitRequest request) {
        Promise<PermitAnswer> promise = Promise.promise();
        where.request(request, Waiting.NO_DEADLINE, promise);
        return promise.future();
    }

    static PermitRequest anyRequest() {
        return new PermitRequest(new Place(0, "", 1), null);
    }

    Permit permit(Future<PermitAnswer> answer) {
        time.advance(SOON);
        return answer.result().fold(permit -> permit, passed -> {
            throw new AssertionError("no permit");
        });
    }

    void spend(int calls) {
        List<Future<PermitAnswer>> answers =
                IntStream.range(0, calls).mapToObj(i -> use(ask())).toList();
        for (int i = 0; i < 40 && !answers.stream().allMatch(Future::isComplete); i++) {
            time.advance(Duration.ofMillis(50));
        }
        assertThat(answers).allMatch(answer -> answer.result() instanceof Permit);
    }

    /** Spends the permit as soon as it comes. */
    static Future<PermitAnswer> use(Future<PermitAnswer> asked) {
        return asked.onSuccess(answer ->
                assertThat(answer.<Boolean>fold(Permit::spend, passed -> true)).isTrue());
    }

    /** What was kept is restored, which takes a few operations. */
    void hasStarted() {
        time.advance(Duration.ofSeconds(5));
        grid.operations.clear();
    }

    <T extends Telemetry> List<T> told(Class<T> type) {
        return Collections.unmodifiableList(
                telemetry.stream().filter(type::isInstance).map(type::cast).toList());
    }
}
