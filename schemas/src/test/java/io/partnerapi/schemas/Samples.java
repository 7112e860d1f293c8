package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random values that follow the contract. */
final class Samples {
    private Samples() {}

    static Arbitrary<Command> commands() {
        Arbitrary<Command> bodyless = Combinators.combine(
                        ids(),
                        Arbitraries.of(Target.values()),
                        Arbitraries.of("GET", "HEAD"),
                        paths(),
                        queries(),
                        headers())
                .as((id, target, method, path, query, headers) -> new Command(
                        id, target, method, path, query, headers, null, null, null, null, null, null, null));
        Arbitrary<Command> withJson = Combinators.combine(
                        ids(),
                        Arbitraries.of("POST", "PUT", "PATCH", "DELETE"),
                        paths(),
                        bodies(),
                        Arbitraries.of(Repeat.values()).injectNull(0.3),
                        instants().injectNull(0.3),
                        ids().map(id -> id.substring(0, Math.min(id.length(), 64)))
                                .injectNull(0.3))
                .as((id, method, path, body, repeat, deadline, organization) -> new Command(
                        id,
                        Target.API,
                        method,
                        path,
                        Map.of(),
                        Map.of(),
                        body,
                        null,
                        null,
                        repeat,
                        deadline,
                        null,
                        organization));
        Arbitrary<Command> withBytes = Combinators.combine(ids(), paths(), bytes(1), ttls())
                .as((id, path, bytes, ttl) -> new Command(
                        id,
                        Target.API,
                        "POST",
                        path,
                        Map.of(),
                        Map.of(),
                        null,
                        bytes,
                        "application/pdf",
                        null,
                        null,
                        ttl,
                        null));
        return Arbitraries.oneOf(bodyless, withJson, withBytes);
    }

    static Arbitrary<Result> results() {
        return Combinators.combine(
                        ids(),
                        Arbitraries.of(Outcome.values()),
                        Arbitraries.maps(texts(), texts().list().ofMaxSize(3)).ofMaxSize(4),
                        bodies().injectNull(0.3),
                        bytes(0).injectNull(0.3),
                        attempts().list().ofMaxSize(4),
                        Arbitraries.longs().greaterOrEqual(0),
                        instants())
                .as((id, outcome, headers, body, bytes, attempts, offset, at) -> new Result(
                        id,
                        outcome,
                        outcome == Outcome.ANSWERED ? Integer.valueOf(200) : null,
                        headers,
                        body,
                        body == null ? bytes : null,
                        outcome == Outcome.ANSWERED ? null : new Reason("CODE", "Detail."),
                        attempts,
                        new Source("topic", 7, offset),
                        "worker-1",
                        at,
                        at));
    }

    static Arbitrary<Telemetry> telemetry() {
        Arbitrary<Long> counts = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<Integer> smallCounts = Arbitraries.integers().greaterOrEqual(0);
        Arbitrary<Reason> reasons = Combinators.combine(texts(), texts()).as(Reason::new);
        Arbitrary<@Nullable Instant> mayBe = instants().injectNull(0.3);
        Arbitrary<TokenQuota.Bucket> buckets =
                Combinators.combine(texts(), counts, counts, mayBe).as(TokenQuota.Bucket::new);
        return Arbitraries.oneOf(
                Combinators.combine(
                                instants(),
                                texts(),
                                counts,
                                Arbitraries.of(TokenQuota.Outcome.values()),
                                Arbitraries.integers().between(100, 599).injectNull(0.3),
                                buckets.list().ofMaxSize(3),
                                mayBe)
                        .as(TokenQuota::new),
                Combinators.combine(instants(), texts(), ttls(), smallCounts, smallCounts, smallCounts, counts, mayBe)
                        .as(ApiBudget::new),
                Combinators.combine(instants(), texts(), reasons, mayBe).as(Paused::new),
                Combinators.combine(instants(), texts(), reasons).as(Resumed::new),
                Combinators.combine(instants(), texts(), counts, instants(), counts, texts())
                        .as(TokenRefreshed::new),
                Combinators.combine(instants(), texts(), reasons, mayBe, texts())
                        .as(TokenRefused::new));
    }

    /** As anybody may write it, with whitespace between the tokens. */
    static Arbitrary<String> json() {
        Arbitrary<String> leaves =
                Arbitraries.oneOf(Arbitraries.of("null", "true", "false"), texts().map(Samples::quoted), numbers());
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(items -> "[" + String.join(",", items) + "]"),
                        Arbitraries.maps(texts(), inner).ofMaxSize(4).map(Samples::object)),
                0,
                3);
    }

    /** Every form that RFC 8259, 6 knows, with as many digits as may be. */
    static Arbitrary<String> numbers() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(300);
        Arbitrary<String> whole = Arbitraries.oneOf(
                Arbitraries.just("0"),
                Combinators.combine(Arbitraries.integers().between(1, 9), digits)
                        .as((first, more) -> first + more));
        Arbitrary<String> exponent = Combinators.combine(Arbitraries.of("e", "E", "e+", "E+", "e-", "E-"), digits)
                .as((sign, power) -> sign + power);
        return Combinators.combine(
                        Arbitraries.of("", "-"),
                        whole,
                        digits.map(fraction -> "." + fraction).injectNull(0.4),
                        exponent.injectNull(0.6))
                .as((sign, number, fraction, power) -> sign
                        + number
                        + Objects.requireNonNullElse(fraction, "")
                        + Objects.requireNonNullElse(power, ""));
    }

    static Arbitrary<JsonBody> bodies() {
        return json().map(json -> JsonBody.read(json.getBytes(StandardCharsets.UTF_8))
                .fold(body -> body, malformed -> {
                    throw new AssertionError(malformed.problem());
                }));
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + " :\t" + field.getValue())
                .collect(Collectors.joining("\n,", "{ ", "}"));
    }

    private static String quoted(String text) {
        return new String(ExactJson.write(TextNode.valueOf(text)), StandardCharsets.UTF_8);
    }

    static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs()
                                .between(Limits.MIN_DEADLINE.getEpochSecond(), Limits.MAX_DEADLINE.getEpochSecond()),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<String> ids() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(128);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange('\0', '\uD7FF').ofMaxLength(12);
    }

    private static Arbitrary<String> paths() {
        return Arbitraries.of("cards", "9d40", "a.b", "%C3%BC", "~!$&'()*+,=:@", "...")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(segments -> "/" + String.join("/", segments));
    }

    private static Arbitrary<Map<String, List<String>>> queries() {
        Arbitrary<String> plain = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12);
        return Arbitraries.maps(
                        plain.filter(name -> !name.isEmpty()),
                        plain.list().ofMinSize(1).ofMaxSize(3))
                .ofMaxSize(4);
    }

    private static Arbitrary<Map<String, String>> headers() {
        return Arbitraries.maps(Arbitraries.of("Accept", "If-Match", "X-Request-Id"), ids())
                .ofMaxSize(3);
    }

    private static Arbitrary<BinaryBody> bytes(int minSize) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(minSize)
                .ofMaxSize(40)
                .map(BinaryBody::of);
    }

    private static Arbitrary<Duration> ttls() {
        return Arbitraries.longs().between(1, Limits.MAX_TTL.toNanos()).map(Duration::ofNanos);
    }

    private static Arbitrary<Attempt> attempts() {
        return Combinators.combine(instants(), Arbitraries.longs().greaterOrEqual(0), Arbitraries.of(true, false))
                .as((at, took, answered) -> new Attempt(
                        at, took, answered ? Integer.valueOf(503) : null, answered ? null : "connection reset"));
    }
}
