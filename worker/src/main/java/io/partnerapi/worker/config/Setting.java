package io.partnerapi.worker.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every setting of the worker itself: the one list that reading, checking and the reference are made from. */
enum Setting {
    TOPICS_COMMANDS(
            "topics.commands",
            "partner.commands",
            "Topics to read commands from, separated by commas; `name:priority` with 0 (first) to 9, 0 if not given."),
    TOPICS_RESULTS("topics.results", "partner.results", "Topic of the results."),
    TOPICS_DEAD_LETTERS(
            "topics.dead-letters", "partner.dead-letters", "Topic of the records in which no command can be read."),
    TOPICS_QUOTA("topics.quota", "partner.quota", "Topic of the telemetry about quotas, budget and pauses."),
    TOPICS_STATE(
            "topics.state",
            "partner.state",
            "Compacted topic of the workers' own state: sealed token, budget ledger, how far each partition is settled."
                    + " Workers read all of it when they start: give it short segments (`segment.bytes` 8388608, `min.cleanable.dirty.ratio` 0.1)."),
    TOPICS_REPLY_ALLOWED(
            "topics.reply-allowed", "", "Topics a command may ask its result to be sent to, separated by commas."),
    TOPICS_CREATE(
            "topics.create",
            "false",
            "`true` creates missing topics; otherwise a missing topic stops the start, but for one of commands beside another, which is waited for."),
    PARTNER_ENVIRONMENT(
            "partner.environment",
            "sandbox",
            "`sandbox` or `production`: chooses the addresses, audience and version below."),
    PARTNER_BASE_URL("partner.base-url", null, "Where `api` commands go; https."),
    PARTNER_PCI_BASE_URL("partner.pci-base-url", null, "Where `pci` commands go; https."),
    PARTNER_TOKEN_URL("partner.token-url", null, "Where the token is asked for; https."),
    PARTNER_TOKEN_REQUEST(
            "partner.token-request",
            "json",
            "How it is asked for: `json`, or a form with the secret as `client_secret_post` or `client_secret_basic`."),
    PARTNER_AUDIENCE("partner.audience", null, "What the token is for."),
    PARTNER_API_VERSION("partner.api-version", null, "Version of the API, sent with every call."),
    PARTNER_CLIENT_ID("partner.client-id", null, "**Required.** The client id the partner gave you."),
    PARTNER_CLIENT_SECRET(
            "partner.client-secret",
            null,
            "**This or the file is required.** The client secret; never shown anywhere."),
    PARTNER_CLIENT_SECRET_FILE(
            "partner.client-secret-file", null, "File that holds the client secret; read again when it changes."),
    PARTNER_TRUSTED_CERTIFICATES(
            "partner.trusted-certificates",
            null,
            "PEM file of authorities to trust besides the platform's. Verification cannot be switched off."),
    PARTNER_CONNECT_TIMEOUT("partner.connect-timeout", "PT5S", "Longest wait for a connection."),
    PARTNER_CALL_TIMEOUT("partner.call-timeout", "PT30S", "Longest wait for a whole answer."),
    PARTNER_MAX_RESPONSE_BYTES(
            "partner.max-response-bytes", "768 KiB", "Longest answer that is accepted, in `B`, `KiB` or `MiB`."),
    BUDGET_CALLS("budget.calls", "900", "Most calls in any window, over all workers of one egress; `0`: no limit."),
    BUDGET_WINDOW("budget.window", "PT5M", "Length of the sliding window."),
    BUDGET_GUARD(
            "budget.guard",
            "PT5S",
            "Longest time from a permit to the arrival of its call; until it is answered, a call counts so much longer."),
    BUDGET_LOWEST_SHARE(
            "budget.lowest-share",
            "5",
            "Percentage of scarce calls that the priorities below the best that waits get, in equal parts."),
    BUDGET_WEIGHTS(
            "budget.weights",
            null,
            "Organizations that get more of scarce calls than others: a list of `id:weight`; others weigh 1."),
    BUDGET_EGRESS("budget.egress", "default", "Name shared by the workers that share an outgoing IP address."),
    WORKER_ID("worker.id", null, "Name of this worker in results, logs and metrics; must be unique."),
    WORKER_GROUP("worker.group", "partner-worker", "Consumer group of the workers that share the commands."),
    WORKER_IN_FLIGHT(
            "worker.in-flight",
            "256",
            "Most commands being worked on at once; fewer while the heap has no room for their answers."),
    WORKER_STOP_TIMEOUT(
            "worker.stop-timeout",
            "PT50S",
            "From SIGTERM to the exit. Calls are waited for until 15 s before its end and then given up, unsafe ones with `UNKNOWN`:"
                    + " 20 s more than `partner.call-timeout` give up none. Whoever sends SIGTERM must wait longer before"
                    + " SIGKILL."),
    WORKER_HTTP_HOST("worker.http.host", "127.0.0.1", "Address on which health, metrics and status are served."),
    WORKER_HTTP_PORT("worker.http.port", "8080", "Port for them; `0` picks a free one."),
    WORKER_LOG_FORMAT("worker.log-format", "plain", "Lines of the log: `plain`, or `json`."),
    CLUSTER_NAME("cluster.name", "partner-worker", "Workers with another name never join; choose one nobody guesses."),
    CLUSTER_HOST("cluster.host", "127.0.0.1", "Address at which the other workers reach this one."),
    CLUSTER_PORT("cluster.port", "5701", "Port at which the other workers reach this one."),
    CLUSTER_MEMBERS(
            "cluster.members",
            "",
            "Addresses of the workers, `host` or `host:port`, separated by commas; a name stands for all its addresses."),
    CLUSTER_EXPECTED_MEMBERS(
            "cluster.expected-members", "1", "How many workers there are; a minority asks for no token and no budget."),
    CLUSTER_CONFIG("cluster.config", null, "Hazelcast's own settings file, to join by Kubernetes or DNS."),
    RESULTS_RECIPIENTS(
            "results.recipients", null, "JWKS file of the public keys that sensitive results are encrypted to."),
    RESULTS_ECHOED_HEADERS(
            "results.echoed-headers",
            "",
            "Kafka headers of a command that its result carries too, besides those of correlation, tracing and CloudEvents:"
                    + " names, or their beginning and `*`, separated by commas.");

    private final String key;
    private final @Nullable String standard;
    private final String meaning;

    Setting(String key, @Nullable String standard, String meaning) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    /** The value when nothing is set, except what {@link PartnerEnvironment} chooses; null if there is none. */
    @Nullable
    String standard() {
        return standard;
    }

    /** For people, in Markdown. */
    String meaning() {
        return meaning;
    }

    String environmentName() {
        return environmentName(key);
    }

    static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
