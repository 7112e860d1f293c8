package io.partnerapi.worker.config;

import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.call.PartnerSettings;
import io.partnerapi.worker.check.Problem;
import io.partnerapi.worker.cluster.ClusterSettings;
import io.partnerapi.worker.kafka.CommandTopic;
import io.partnerapi.worker.kafka.KafkaSettings;
import io.partnerapi.worker.kafka.TopicSettings;
import io.partnerapi.worker.ops.LogFormat;
import io.partnerapi.worker.ops.OpsSettings;
import io.partnerapi.worker.outcome.EchoedHeaders;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.pipeline.PipelineSettings;
import io.partnerapi.worker.timing.Timing;
import io.partnerapi.worker.token.ClientSecret;
import io.partnerapi.worker.token.TokenRequest;
import io.partnerapi.worker.token.TokenSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes {@link Settings} of defaults, a file and the environment, or tells of everything that is wrong. */
public final class SettingsLoader {

    private final Map<String, String> environment;
    private final Supplier<String> freshWorkerId;
    private final Consumer<String> warnings;

    /**
     * @param environment the variables of the process
     * @param freshWorkerId names this worker if no setting does
     * @param warnings told of what is odd but can be run with
     */
    public SettingsLoader(Map<String, String> environment, Supplier<String> freshWorkerId, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.freshWorkerId = freshWorkerId;
        this.warnings = warnings;
    }

    /**
     * The settings of a start; reads the files they name, but connects to nothing.
     *
     * @param path file of settings, or null for none
     * @throws ConfigurationException if they cannot be run with
     */
    public Settings load(@Nullable Path path) {
        Map<String, String> file = path == null ? Map.of() : SettingsFile.read(path);
        String fileName = path == null ? "" : path.toString();
        List<Problem> problems = new ArrayList<>();
        PartnerEnvironment partner = new Values(new Layers(Map.of(), file, fileName, environment), problems)
                .parsed(
                        Setting.PARTNER_ENVIRONMENT,
                        PartnerEnvironment::named,
                        "must be sandbox or production",
                        "Write one of the two");
        Layers layers = new Layers(partner.presets(), file, fileName, environment);
        Names names = new Names(file.keySet(), environment.keySet());
        problems.addAll(names.unknown());
        names.doubtful().forEach(warnings);
        KafkaReader kafka = new KafkaReader(layers, file.keySet());
        kafka.doubtful().forEach(warnings);
        return settings(new Values(layers, problems), kafka, problems);
    }

    private Settings settings(Values values, KafkaReader kafkaReader, List<Problem> problems) {
        Optional<KafkaSettings> kafka = values.part(kafkaReader::settings);
        Optional<TopicSettings> topics = values.part(() -> topics(values));
        Optional<PartnerSettings> partner = values.part(() -> partner(values));
        Optional<TokenSettings> token = values.part(() -> token(values));
        Optional<BudgetSettings> budget = values.part(() -> budget(values));
        Optional<PipelineSettings> worker = values.part(() -> worker(values));
        Optional<OpsSettings> ops = values.part(() -> ops(values));
        Optional<ClusterSettings> cluster = values.part(() -> cluster(values));
        Duration stop = values.duration(Setting.WORKER_STOP_TIMEOUT);
        Optional<Timing> timing = kafka.isPresent() && partner.isPresent()
                ? values.part(() -> timing(partner.get(), stop, kafka.get()))
                : Optional.empty();
        Path recipients = recipients(values);
        Optional<EchoedHeaders> echoed =
                values.part(() -> new EchoedHeaders(values.list(Setting.RESULTS_ECHOED_HEADERS)));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Settings(
                kafka.orElseThrow(),
                topics.orElseThrow(),
                partner.orElseThrow(),
                token.orElseThrow(),
                budget.orElseThrow(),
                worker.orElseThrow(),
                ops.orElseThrow(),
                cluster.orElseThrow(),
                timing.orElseThrow(),
                recipients,
                echoed.orElseThrow());
    }

    private static TopicSettings topics(Values values) {
        return new TopicSettings(
                values.parsed(
                        Setting.TOPICS_COMMANDS,
                        CommandTopic::parseAll,
                        "must be topics, each name or name:priority",
                        "Separate them by commas, such as partner.urgent:0,partner.commands:5"),
                values.text(Setting.TOPICS_RESULTS),
                values.text(Setting.TOPICS_DEAD_LETTERS),
                values.text(Setting.TOPICS_QUOTA),
                values.text(Setting.TOPICS_STATE),
                new HashSet<>(values.list(Setting.TOPICS_REPLY_ALLOWED)),
                values.flag(Setting.TOPICS_CREATE));
    }

    private static PartnerSettings partner(Values values) {
        return new PartnerSettings(
                values.url(Setting.PARTNER_BASE_URL),
                values.url(Setting.PARTNER_PCI_BASE_URL),
                values.text(Setting.PARTNER_API_VERSION),
                trustedCertificates(values),
                values.duration(Setting.PARTNER_CONNECT_TIMEOUT),
                values.duration(Setting.PARTNER_CALL_TIMEOUT),
                values.size(Setting.PARTNER_MAX_RESPONSE_BYTES));
    }

    private static Timing timing(PartnerSettings partner, Duration stop, KafkaSettings kafka) {
        return Timing.of(
                partner.connectTimeout(),
                partner.callTimeout(),
                stop,
                kafka.consumerTime("session.timeout.ms"),
                kafka.consumerTime("max.poll.interval.ms"),
                kafka.producerTime("transaction.timeout.ms"));
    }

    private static @Nullable Path trustedCertificates(Values values) {
        Path file = values.file(Setting.PARTNER_TRUSTED_CERTIFICATES);
        if (file != null && Files.isReadable(file) && !Certificates.areIn(file)) {
            values.problem(
                    Setting.PARTNER_TRUSTED_CERTIFICATES.key(),
                    file.toString(),
                    "must hold at least one X.509 certificate in PEM form",
                    "Use a file with lines -----BEGIN CERTIFICATE-----");
        }
        return file;
    }

    private static @Nullable Path recipients(Values values) {
        Path file = values.file(Setting.RESULTS_RECIPIENTS);
        if (file != null && Files.isReadable(file)) {
            values.part(() -> Recipients.load(file));
        }
        return file;
    }

    private static TokenSettings token(Values values) {
        return new TokenSettings(
                values.url(Setting.PARTNER_TOKEN_URL),
                values.parsed(
                        Setting.PARTNER_TOKEN_REQUEST,
                        TokenRequest::named,
                        "must be json, client_secret_post or client_secret_basic",
                        "Write one of the three"),
                values.text(Setting.PARTNER_AUDIENCE),
                values.text(Setting.PARTNER_CLIENT_ID),
                secret(values));
    }

    private static ClientSecret secret(Values values) {
        String inline = values.text(Setting.PARTNER_CLIENT_SECRET);
        Path file = values.file(Setting.PARTNER_CLIENT_SECRET_FILE);
        if (!inline.isEmpty() && file != null) {
            values.problem(
                    Setting.PARTNER_CLIENT_SECRET.key(),
                    null,
                    "must not be set together with partner.client-secret-file",
                    "Keep one of them; the file can be changed while the worker runs");
        }
        return file == null ? new ClientSecret.Inline(inline) : new ClientSecret.FromFile(file);
    }

    private static OpsSettings ops(Values values) {
        return new OpsSettings(
                values.text(Setting.WORKER_HTTP_HOST),
                values.integer(Setting.WORKER_HTTP_PORT),
                values.parsed(
                        Setting.WORKER_LOG_FORMAT, LogFormat::named, "must be plain or json", "Write one of the two"));
    }

    private static BudgetSettings budget(Values values) {
        return new BudgetSettings(
                values.integer(Setting.BUDGET_CALLS),
                values.duration(Setting.BUDGET_WINDOW),
                values.duration(Setting.BUDGET_GUARD),
                values.integer(Setting.BUDGET_LOWEST_SHARE),
                values.parsed(
                        Setting.BUDGET_WEIGHTS,
                        BudgetSettings::parseWeights,
                        "must be organizations with weights, each id:weight",
                        "Separate them by commas, such as 7f1c:3,9a2b:2"),
                values.text(Setting.BUDGET_EGRESS));
    }

    private PipelineSettings worker(Values values) {
        String id = values.text(Setting.WORKER_ID);
        return new PipelineSettings(
                id.isEmpty() ? freshWorkerId.get() : id,
                values.text(Setting.WORKER_GROUP),
                values.integer(Setting.WORKER_IN_FLIGHT));
    }

    private static ClusterSettings cluster(Values values) {
        List<String> members = values.list(Setting.CLUSTER_MEMBERS);
        return new ClusterSettings(
                values.text(Setting.CLUSTER_NAME),
                values.text(Setting.CLUSTER_HOST),
                values.integer(Setting.CLUSTER_PORT),
                members,
                values.integer(Setting.CLUSTER_EXPECTED_MEMBERS),
                values.file(Setting.CLUSTER_CONFIG));
    }
}
