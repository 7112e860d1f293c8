package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.call.PartnerCaller;
import io.partnerapi.worker.intake.Taken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The event loops that run commands, one {@link PipelineVerticle} each. The commands of a key always meet on the same
 * one, so nothing in the pipeline needs a lock.
 */
public final class Pipelines {
    private static final Comparator<CommandView> BY_RECORD = Comparator.<CommandView, String>comparing(
                    command -> command.at().toString())
            .thenComparingLong(CommandView::offset);

    private final Vertx vertx;
    private final List<PipelineVerticle> loops;
    private final PipelineReport report;
    private int turn;

    /**
     * @param count event loops to use
     * @param callers makes what calls, on the loop that will use it
     * @param dispatchers makes the dispatcher that calls with it
     * @param report told of what is taken
     */
    public Pipelines(
            Vertx vertx,
            int count,
            Supplier<PartnerCaller> callers,
            Function<PartnerCaller, Dispatcher> dispatchers,
            PipelineReport report) {
        this.vertx = vertx;
        this.report = report;
        this.loops = Stream.generate(() -> new PipelineVerticle(callers, dispatchers))
                .limit(count)
                .toList();
    }

    public Future<Void> start() {
        return Future.all(loops.stream().map(vertx::deployVerticle).toList()).mapEmpty();
    }

    /** Where all commands stand that are held, in the order of their records; any thread. */
    public Future<List<CommandView>> commands(Instant now) {
        return Future.all(loops.stream().map(loop -> loop.commands(now)).toList())
                .map(all -> all.<List<CommandView>>list().stream()
                        .flatMap(List::stream)
                        .sorted(BY_RECORD)
                        .toList());
    }

    /** Gives up the calls that are on the wire: a worker that ends publishes what it knows of them; any thread. */
    public void giveUpCalls() {
        loops.forEach(PipelineVerticle::giveUpCalls);
    }

    /** Takes a record; on the poll thread only. */
    public void accept(Taken taken) {
        report.taken(taken);
        byte[] key = taken.record().key();
        int hash = key == null
                ? turn++
                : 31 * Arrays.hashCode(key) + taken.partition().id().hashCode();
        loops.get(Math.floorMod(hash, loops.size())).accept(taken);
    }
}
