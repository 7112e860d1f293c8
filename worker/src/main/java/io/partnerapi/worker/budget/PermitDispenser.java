package io.partnerapi.worker.budget;

import io.partnerapi.worker.ops.Condition;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
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

    private final BudgetLimit limit;
    private final Pace pace;
    private final BudgetGrid grid;
    private final LongSupplier waitingCommands;
    private final Loop loop;
    private final AskTimes times;
    private final Condition condition;
    private final BudgetReport report;
    private final KnownPause pause;
    private final Waiting waiting;
    private final Stock stock;
    private final Demand demand;
    private final Demand spending;
    private final Settled unspent = new Settled();
    private final Settled arrived = new Settled();

    private @Nullable Future<Lease> asking;
    private int lastPriority;
    private int handedOut;
    private boolean doubtful;
    private boolean plenty;
    private int used;
    private boolean closed;
    private long backlog;
    private volatile DispenserView view = DispenserView.NOTHING;

    PermitDispenser(
            BudgetLimit limit,
            BudgetGrid grid,
            LongSupplier waitingCommands,
            Loop loop,
            RandomGenerator random,
            Condition condition,
            BudgetReport report) {
        this.limit = limit;
        this.pace = Pace.of(limit);
        this.grid = grid;
        this.waitingCommands = waitingCommands;
        this.loop = loop;
        this.times = new AskTimes(pace, random, loop.now());
        this.condition = condition;
        this.report = report;
        this.pause = new KnownPause(grid, loop, pace, report, this::paused);
        this.waiting = new Waiting(limit.lowestShare());
        this.stock = new Stock(pace.keep());
        this.demand = new Demand(pace.lookAhead());
        this.spending = new Demand(pace.lookAhead());
        this.lastPriority = limit.best();
        pause.listen();
    }

    DispenserView view() {
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
        lastPriority = Math.max(limit.best(), request.place().priority());
        report.traffic();
        if (waiting.isBefore(request)) {
            times.urgent(now);
        }
        waiting.add(request, promise, now, deadline);
        turn();
    }

    /** The partner's load balancer refused a call. */
    void refused() {
        if (!closed) {
            pause.refused(loop.now());
            turn();
        }
    }

    /** The group has been paused, by this worker or another. */
    private void paused() {
        times.paused(pause.until(), loop.now());
        turn();
    }

    /** Does what is due. */
    void turn() {
        if (closed) {
            return;
        }
        long now = loop.now();
        pause.askAgain(now);
        waiting.expire(now);
        stock.removeUnusable(now, pause::voids).forEach(unspent::add);
        if (!pause.voids(now)) {
            report.resumed();
            serve();
        }
        // What is here, on its way, or yet to be given back may serve whoever waits, unless the group is paused.
        boolean none = asking == null && stock.size() + handedOut == 0 && unspent.isEmpty();
        waiting.expire(Math.max(Math.max(now, pause.until()), none ? times.fullUntil() : now));
        ask(now);
        int leased = stock.size() + handedOut;
        view = new DispenserView(
                used, leased, waiting.size(), waiting.oldestSince(now), backlog, times.fullUntil(), pause.end());
        report.publish(now, view);
        loop.wakeAt(next(now), this::turn);
    }

    /** Returns all that was not handed out; those who wait fail. */
    Future<Void> close() {
        closed = true;
        waiting.failAll(closedWhile());
        view = DispenserView.NOTHING;
        Future<Lease> last = asking == null ? Future.succeededFuture() : asking.otherwiseEmpty();
        return last.compose(lease -> {
                    if (lease != null && lease.granted() > 0) {
                        unspent.add(lease.part(lease.granted()));
                    }
                    return tellLast();
                })
                .otherwiseEmpty()
                .mapEmpty();
    }

    private Future<Lease> tellLast() {
        stock.takeAll().forEach(unspent::add);
        return grid.lease(List.of(), 0, unspent.takeAll(), arrived.takeAll());
    }

    private void serve() {
        while (stock.size() > 0 && handedOut < MOST_HANDED_OUT) {
            Promise<PermitAnswer> next = waiting.remove();
            if (next == null) {
                return;
            }
            handedOut++;
            Stock.Block block = stock.take();
            next.complete(new LeasedPermit(loop, block.askedAt() + pace.useBy(), new Handed(block)));
        }
    }

    /** What becomes of a permit that was handed out. */
    private final class Handed implements LeasedPermit.Ends {
        private final Stock.Block block;

        Handed(Stock.Block block) {
            this.block = block;
        }

        @Override
        public boolean voided() {
            return pause.voids(block.askedAt());
        }

        @Override
        public void spent() {
            handedOut--;
            spending.asked(loop.now());
            turn();
        }

        @Override
        public void arrived() {
            arrived.add(block.one());
            turn();
        }

        /** Its call may yet arrive, later than a lease allows for: it counts from now on. */
        @Override
        public void unanswered() {
            if (loop.now() - block.askedAt() >= pace.guard()) {
                arrived();
            }
        }

        @Override
        public void unspent() {
            handedOut--;
            stock.put(block);
            if (closed) {
                tellLast();
            }
            turn();
        }
    }

    private void ask(long now) {
        if (asking != null || now < askAt(now)) {
            return;
        }
        times.asked(now);
        asking = grid.lease(wants(now), waitingCommands.getAsLong(), unspent.takeAll(), arrived.takeAll());
        asking.onComplete(answer -> loop.execute(() -> answered(answer, now)));
    }

    /** What waits and what the last second promises, but no more than can soon be spent. */
    private List<Want> wants(long now) {
        int open = doubtful ? 1 : Math.max(0, MOST_HANDED_OUT + 2 * spending.expected(now) - stock.size());
        List<Want> wants = waiting.wants(open);
        open -= wants.stream().mapToInt(Want::permits).sum();
        int foreseen = Math.min(open, demand.expected(now) - stock.size());
        if (foreseen > 0 && wants.isEmpty()) {
            wants.add(new Want(lastPriority, foreseen, 1));
        } else if (foreseen > 0 && plenty) {
            Want last = wants.remove(wants.size() - 1);
            wants.add(new Want(last.priority(), last.permits() + foreseen, last.shares()));
        }
        return wants;
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
        boolean wants = waiting.size() > 0 || stock.size() < demand.expected(now) / 2;
        return pause.asking()
                ? Long.MAX_VALUE
                : times.next(wants, pause.until(), waiting.size() > 0, !unspent.isEmpty(), !arrived.isEmpty());
    }

    private void leased(Lease lease, long askedAt) {
        long now = loop.now();
        used = lease.used();
        backlog = lease.backlog();
        plenty = lease.next().isZero();
        if (lease.works()) {
            doubtful = false;
            condition.up();
        }
        stock.add(lease, askedAt);
        if (!lease.pause().isZero()) {
            pause.lasts(now + lease.pause().toNanos());
        }
        times.heard(lease.next(), lease.full(limit), now);
    }

    /** What a failed lease may have leased is lost for a window if its answer never comes: only one permit is asked for until leases work. */
    private void failed(Throwable cause) {
        doubtful = true;
        times.failed(loop.now());
        condition.down(
                "no permits are leased: " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                "Calls wait. See whether the workers reach each other, a majority of them runs, and topics.state can be"
                        + " read and written");
    }

    private long next(long now) {
        return LongStream.of(
                        waiting.earliestDeadline(),
                        stock.staleAt(),
                        report.dueAt(),
                        asking == null ? askAt(now) : Long.MAX_VALUE,
                        now < pause.until() ? pause.until() : Long.MAX_VALUE,
                        pause.askAgainAt())
                .min()
                .orElseThrow();
    }

    private static CancellationException closedWhile() {
        return new CancellationException("The call budget is closed");
    }
}
