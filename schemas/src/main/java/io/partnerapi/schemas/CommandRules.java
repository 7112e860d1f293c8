package io.partnerapi.schemas;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of a command's fields, one function each, with the field's name in the {@link Violation}. */
final class CommandRules {
    static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> METHODS_WITHOUT_BODY = Set.of("GET", "HEAD");
    static final Map<String, String> HEADERS = Stream.of(
                    "Accept",
                    "Accept-Language",
                    "Content-Language",
                    "If-Match",
                    "If-None-Match",
                    "Pliant-Trace-Id",
                    "X-Request-Id")
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~](?:[ -~]*[!-~])?");
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(?: ?;[ -~]*)?");

    private CommandRules() {}

    static void id(String id) {
        if (!isId(id)) {
            throw Violation.at("id", "must be 1 to " + Limits.MAX_ID_LENGTH + " visible ASCII characters");
        }
    }

    static boolean isId(String id) {
        return isVisible(id, Limits.MAX_ID_LENGTH);
    }

    /** A copy in the given order, checked. */
    static Map<String, List<String>> query(Map<String, List<String>> query) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        field("query", query, q -> {
            if (q.size() > Limits.MAX_QUERY_NAMES) {
                throw Violation.of("has more than " + Limits.MAX_QUERY_NAMES + " names");
            }
            q.forEach((name, values) -> {
                field(name, name, CommandRules::queryName);
                field(name, values, CommandRules::queryValues);
                copy.put(name, List.copyOf(values));
            });
        });
        return Collections.unmodifiableMap(copy);
    }

    /** What a server reads as one line: a longer one it may answer by closing the connection, with all that is under way on it. */
    static void target(String path, Map<String, List<String>> query) {
        int length = path.length()
                + query.entrySet().stream()
                        .flatMap(parameter -> parameter.getValue().stream()
                                .map(value -> 2 + encodedLength(parameter.getKey()) + encodedLength(value)))
                        .mapToInt(Integer::intValue)
                        .sum();
        if (length > Limits.MAX_TARGET_LENGTH) {
            throw Violation.at(
                    "query",
                    "makes a path with query of " + length + " characters when encoded, more than "
                            + Limits.MAX_TARGET_LENGTH);
        }
    }

    private static int encodedLength(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .length();
    }

    /** A copy in the given order with the names in their usual spelling, checked. */
    static Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> copy = new LinkedHashMap<>();
        field(
                "headers",
                headers,
                h -> h.forEach((name, value) -> {
                    String usual = usualName(name);
                    field(name, value, CommandRules::headerValue);
                    if (copy.put(usual, value) != null) {
                        throw Violation.at(name, "is given more than once");
                    }
                }));
        return Collections.unmodifiableMap(copy);
    }

    private static String usualName(String name) {
        String usual = HEADERS.get(name.toLowerCase(Locale.ROOT));
        if (usual == null) {
            throw Violation.at(
                    name, "is not a header a command may set; it may set " + new TreeSet<>(HEADERS.values()));
        }
        return usual;
    }

    private static void headerValue(String value) {
        if (value.length() > Limits.MAX_HEADER_VALUE_LENGTH
                || !HEADER_VALUE.matcher(value).matches()) {
            throw Violation.of("must be 1 to " + Limits.MAX_HEADER_VALUE_LENGTH
                    + " printable ASCII characters without a space at either end");
        }
    }

    private static void queryName(String name) {
        if (name.isEmpty() || length(name) > Limits.MAX_QUERY_NAME_LENGTH || hasControl(name)) {
            throw Violation.of("must be a name of 1 to " + Limits.MAX_QUERY_NAME_LENGTH
                    + " characters without control characters");
        }
    }

    private static void queryValues(List<String> values) {
        if (values.isEmpty() || values.size() > Limits.MAX_QUERY_VALUES) {
            throw Violation.of("must have 1 to " + Limits.MAX_QUERY_VALUES + " values");
        }
        for (String value : values) {
            if (length(value) > Limits.MAX_QUERY_VALUE_LENGTH || hasControl(value)) {
                throw Violation.of("must hold at most " + Limits.MAX_QUERY_VALUE_LENGTH
                        + " characters a value and no control characters");
            }
        }
    }

    static void organizationId(@Nullable String id) {
        if (id != null && !isVisible(id, Limits.MAX_ORGANIZATION_ID_LENGTH)) {
            throw Violation.at(
                    "organizationId",
                    "must be 1 to " + Limits.MAX_ORGANIZATION_ID_LENGTH + " visible ASCII characters");
        }
    }

    static void method(String method) {
        if (!METHODS.contains(method)) {
            throw Violation.at("method", "must be one of " + METHODS);
        }
    }

    static void path(String path) {
        field("path", path, PathRule::check);
    }

    static void body(String method, @Nullable JsonBody body, @Nullable BinaryBody bytes) {
        if (body != null && bytes != null) {
            throw Violation.at("bodyBase64", "and body exclude each other");
        }
        if ((body != null || bytes != null) && METHODS_WITHOUT_BODY.contains(method)) {
            throw Violation.at(body != null ? "body" : "bodyBase64", "is not allowed with " + method);
        }
        if (bytes != null && (bytes.size() == 0 || bytes.size() > Limits.MAX_BINARY_BODY_BYTES)) {
            throw Violation.at("bodyBase64", "must stand for 1 to " + Limits.MAX_BINARY_BODY_BYTES + " bytes");
        }
    }

    static void contentType(@Nullable String contentType, @Nullable BinaryBody bytes) {
        if (contentType == null && bytes != null) {
            throw Violation.at("contentType", "is required with bodyBase64");
        }
        if (contentType != null && bytes == null) {
            throw Violation.at("contentType", "is allowed only with bodyBase64; body is sent as application/json");
        }
        if (contentType != null
                && (contentType.length() > Limits.MAX_CONTENT_TYPE_LENGTH
                        || !CONTENT_TYPE.matcher(contentType).matches())) {
            throw Violation.at("contentType", "must be a media type such as application/pdf");
        }
    }

    static void lifetime(@Nullable Instant deadline, @Nullable Duration ttl) {
        if (deadline != null && ttl != null) {
            throw Violation.at("ttl", "and deadline exclude each other");
        }
        if (deadline != null && (deadline.isBefore(Limits.MIN_DEADLINE) || deadline.isAfter(Limits.MAX_DEADLINE))) {
            throw Violation.at("deadline", "must lie in the years 0000 to 9999");
        }
        if (ttl != null && (ttl.isNegative() || ttl.isZero() || ttl.compareTo(Limits.MAX_TTL) > 0)) {
            throw Violation.at("ttl", "must be more than zero and at most " + Limits.MAX_TTL);
        }
    }

    private static <T> void field(String name, T value, Consumer<? super T> rule) {
        try {
            rule.accept(value);
        } catch (Violation violation) {
            throw violation.below(name);
        }
    }

    private static boolean isVisible(String text, int maxLength) {
        return text.length() <= maxLength && VISIBLE.matcher(text).matches();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
