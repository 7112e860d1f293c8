package io.partnerapi.worker.budget;

import io.partnerapi.worker.ops.Condition;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One worker's part of the budget: leases permits in blocks and hands them to those who wait.
 *
 * <p>Everything that happens ends in a {@link #turn()}, which does what is due and sets one alarm for what comes next.
 * At most one lease is on its way. Confined to its {@link Loop}, but for {@link #view()}.
 */
final class PermitDispenser {

    /** Permits handed out and not yet spent: no more than can soon be used, so that few grow too old. */
    static final int MOST_HANDED_OUT = 64;

    private static final long FRESH = TimeUnit.MINUTES.toNanos(1);

    private final BudgetLimit limit;
    private final Pace pace;
    private final BudgetGrid grid;
    private final Loop loop;
    private final RandomGenerator random;
    private final Condition condition;
    private final BudgetReport report;
    private final Waiting waiting = new Waiting();
    private final Stock stock;
    private final Demand demand;
    private final Demand spending;
    private final List<Lease> returning = new ArrayList<>();

    private @Nullable Future<Lease> asking;
    private long askAt;
    private long returnAt;
    private int handedOut;
    private long heardAt = -FRESH;
    private boolean doubtful;
    private int used;
    private long fullUntil;
    private boolean pausing;
    private long pausedUntil;
    private boolean closed;
    private volatile View view = new View(0, 0, 0);

    /** What other threads may know; {@code oldestSince} is a time of the loop, and has no meaning if nobody waits. */
    record View(int used, int waiting, long oldestSince) {

        /** Nanoseconds. */
        long oldestWait(long now) {
            return waiting == 0 ? 0 : Math.max(0, now - oldestSince);
        }
    }

    PermitDispenser(
            BudgetLimit limit,
            BudgetGrid grid,
            Loop loop,
            RandomGenerator random,
            Condition condition,
            BudgetReport report) {
        this.limit = limit;
        this.pace = Pace.of(limit);
        this.grid = grid;
        this.loop = loop;
        this.random = random;
        this.condition = condition;
        this.report = report;
        this.stock = new Stock(pace.keep());
        this.demand = new Demand(pace.lookAhead());
        this.spending = new Demand(pace.lookAhead());
        this.askAt = loop.now();
        this.returnAt = loop.now();
    }

    View view() {
        return view;
    }

    /** @param deadline time of the loop, or {@link Waiting#NO_DEADLINE} */
    void request(PermitRequest request, long deadline, Promise<PermitAnswer> promise) {
        if (closed) {
            promise.fail(closedWhile());
            return;
        }
        long now = loop.now();
        demand.asked(now);
        report.traffic();
        waiting.add(request, promise, now, deadline);
        turn();
    }

    /** The partner's load balancer refused a call. */
    void refused() {
        if (closed || paused(loop.now())) {
            return;
        }
        pausing = true;
        grid.pause().onComplete(answer -> loop.execute(() -> pauseAnswered(answer)));
        turn();
    }

    /** Does what is due. */
    void turn() {
        if (closed) {
            return;
        }
        long now = loop.now();
        waiting.expire(now);
        returning.addAll(stock.removeStale(now));
        if (paused(now)) {
            returning.addAll(stock.takeAll());
        } else {
            report.resumed();
            serve();
        }
        giveBackUnused(now);
        waiting.expire(Math.max(now, fullUntil));
        ask(now);
        view = new View(used, waiting.size(), waiting.oldestSince(now));
        report.publish(now, view, Math.max(0, fullUntil - now));
        loop.wakeAt(next(now), this::turn);
    }

    /** Returns all that was not handed out; those who wait fail. */
    Future<Void> close() {
        closed = true;
        waiting.failAll(closedWhile());
        returning.addAll(stock.takeAll());
        List<Future<?>> pending = new ArrayList<>(returnAll());
        if (asking != null) {
            pending.add(asking.compose(this::returnWhole));
        }
        view = new View(used, 0, 0);
        return Future.join(pending).otherwiseEmpty().mapEmpty();
    }

    private void serve() {
        while (waiting.size() > 0 && stock.size() > 0 && handedOut < MOST_HANDED_OUT) {
            Stock.Block block = stock.take();
            handedOut++;
            waiting.remove()
                    .complete(
                            new LeasedPermit(loop, block.askedAt() + pace.useBy(), this::spent, () -> putBack(block)));
        }
    }

    private void spent() {
        handedOut--;
        spending.asked(loop.now());
        turn();
    }

    private void putBack(Stock.Block block) {
        handedOut--;
        stock.put(block);
        if (closed) {
            returning.addAll(stock.takeAll());
            returnAll();
        }
        turn();
    }

    /** What goes back is free at once, so whoever waits here asks again. */
    private void giveBackUnused(long now) {
        if (returning.isEmpty() || now < returnAt) {
            return;
        }
        returnAll();
        returnAt = now + pace.between();
        if (now >= pausedUntil) {
            fullUntil = now;
            askAt = Math.min(askAt, now);
        }
    }

    private void ask(long now) {
        if (asking != null || now < askAt(now)) {
            return;
        }
        int most = doubtful ? 1 : limit.calls();
        int wanted = waiting.size() + demand.expected(now);
        int usable = MOST_HANDED_OUT + 2 * spending.expected(now);
        int more = Math.min(wanted, usable) - stock.size();
        askAt = now + pace.between();
        asking = grid.lease(Math.max(0, Math.min(most, more)));
        asking.onComplete(answer -> loop.execute(() -> answered(answer, now)));
    }

    private void answered(AsyncResult<Lease> answer, long askedAt) {
        if (closed) {
            return;
        }
        asking = null;
        if (answer.succeeded()) {
            leased(answer.result(), askedAt);
        } else {
            failed(answer.cause());
        }
        turn();
    }

    /** When to ask the grid, if no answer is on its way. */
    private long askAt(long now) {
        if (pausing) {
            return Long.MAX_VALUE;
        }
        return Math.max(askAt, wantsMore(now) ? pausedUntil : heardAt + FRESH);
    }

    private boolean wantsMore(long now) {
        return waiting.size() > 0 || stock.size() < demand.expected(now) / 2;
    }

    private void leased(Lease lease, long askedAt) {
        long now = loop.now();
        heardAt = now;
        doubtful = false;
        used = lease.used();
        condition.up();
        if (lease.granted() > 0) {
            stock.add(lease, askedAt);
        }
        if (!lease.next().isZero()) {
            waitUntil(now + lease.next().toNanos());
        }
    }

    /** What a failed lease may have leased is lost for a window, so only one permit is asked for until one succeeds. */
    private void failed(Throwable cause) {
        doubtful = true;
        askAt = loop.now() + pace.retry() / 2 + random.nextLong(pace.retry());
        condition.down(
                "the grid gave no permits: " + cause.getClass().getSimpleName(),
                "Calls wait. See whether the workers reach each other and a majority of them runs");
    }

    private void pauseAnswered(AsyncResult<Duration> answer) {
        pausing = false;
        long length = answer.succeeded() ? answer.result().toNanos() : pace.retry();
        pausedUntil = loop.now() + length;
        waitUntil(pausedUntil);
        report.pausedFor(Duration.ofNanos(length));
        turn();
    }

    private boolean paused(long now) {
        return pausing || now < pausedUntil;
    }

    /** Nothing comes free before; workers that wait for the same moment come one after the other. */
    private void waitUntil(long time) {
        fullUntil = time;
        askAt = time + random.nextLong(pace.between());
    }

    /** One operation for each slice, however the permits came back. */
    private List<Future<Void>> returnAll() {
        Map<Long, Lease> bySlice = new LinkedHashMap<>();
        returning.forEach(part -> bySlice.merge(part.slice(), part, Lease::plus));
        returning.clear();
        return bySlice.values().stream().map(grid::giveBack).toList();
    }

    private Future<Void> returnWhole(Lease lease) {
        return lease.granted() == 0 ? Future.succeededFuture() : grid.giveBack(lease);
    }

    private long next(long now) {
        return LongStream.of(
                        waiting.earliestDeadline(),
                        stock.staleAt(),
                        report.dueAt(),
                        returning.isEmpty() ? Long.MAX_VALUE : returnAt,
                        asking == null ? askAt(now) : Long.MAX_VALUE,
                        now < pausedUntil ? pausedUntil : Long.MAX_VALUE)
                .min()
                .orElseThrow();
    }

    private static CancellationException closedWhile() {
        return new CancellationException("The call budget is closed");
    }
}
