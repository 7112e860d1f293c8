package io.partnerapi.worker;

import io.github.resilience4j.core.IntervalFunction;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.budget.SharedBudget;
import io.partnerapi.worker.budget.UnlimitedBudget;
import io.partnerapi.worker.call.PartnerCaller;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.call.TrustedAuthorities;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.cluster.Grid;
import io.partnerapi.worker.cluster.GridBudget;
import io.partnerapi.worker.config.CommandTopic;
import io.partnerapi.worker.config.Settings;
import io.partnerapi.worker.config.TopicSettings;
import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.decode.ReplyAddresses;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.BrokerWatch;
import io.partnerapi.worker.intake.CommandConsumers;
import io.partnerapi.worker.intake.PollLoop;
import io.partnerapi.worker.intake.Topics;
import io.partnerapi.worker.ops.Health;
import io.partnerapi.worker.ops.Metrics;
import io.partnerapi.worker.ops.OpsServer;
import io.partnerapi.worker.ops.Status;
import io.partnerapi.worker.outcome.DeadLetterWriter;
import io.partnerapi.worker.outcome.OutcomePolicy;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.outcome.ResultWriter;
import io.partnerapi.worker.pipeline.CommandPipeline;
import io.partnerapi.worker.pipeline.Dispatcher;
import io.partnerapi.worker.pipeline.Pipelines;
import io.partnerapi.worker.pipeline.Settlement;
import io.partnerapi.worker.settle.Address;
import io.partnerapi.worker.settle.ResultProducers;
import io.partnerapi.worker.settle.Settler;
import io.partnerapi.worker.telemetry.TelemetryPublisher;
import io.partnerapi.worker.token.TokenSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker from start to end: makes every part that lives as long as it does, in the order of the flow, and closes them
 * in reverse.
 */
final class Worker {
    /** Attempts that count before a command is given up; with the backoff about a minute. */
    private static final int MAX_ATTEMPTS = 8;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
    /** Records held for each that can be in flight, so that a busy key does not leave the others without work. */
    private static final int BACKLOG_FACTOR = 8;
    /** Fits, with the other parts' ends, into the 30 s that a worker may take to stop. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(18);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Settings settings;
    private final Termination termination;
    private final Clock clock = Clock.systemUTC();

    Worker(Settings settings, Termination termination) {
        this.settings = settings;
        this.termination = termination;
    }
}
