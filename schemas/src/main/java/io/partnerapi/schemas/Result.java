package io.partnerapi.schemas;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one terminal answer to a command.
 *
 * @param id id of the command
 * @param outcome how it ended
 * @param status HTTP status of the partner's last answer, also of one of which the rest did not come; always there when the outcome
 *     is ANSWERED
 * @param headers headers of the partner's last answer
 * @param body its body when that is JSON
 * @param bodyBytes its body when that is not JSON
 * @param reason why it ended so, or why the body is not where it should be; always there unless the outcome is ANSWERED
 * @param attempts every try on the wire, in order
 * @param source the command's record
 * @param worker id of the worker that settled it
 * @param receivedAt when that worker read the command
 * @param finishedAt when the outcome was known
 */
public record Result(
        String id,
        Outcome outcome,
        @Nullable Integer status,
        Map<String, List<String>> headers,
        @Nullable JsonBody body,
        @Nullable BinaryBody bodyBytes,
        @Nullable Reason reason,
        List<Attempt> attempts,
        Source source,
        String worker,
        Instant receivedAt,
        Instant finishedAt) {

    /**
     * Checks what belongs together.
     *
     * @throws IllegalArgumentException naming the field and the rule that it breaks
     */
    public Result {
        CommandRules.id(id);
        if (body != null && bodyBytes != null) {
            throw Violation.at("bodyBase64", "and body exclude each other");
        }
        if (outcome == Outcome.ANSWERED && status == null) {
            throw Violation.at("status", "is required when the outcome is ANSWERED");
        }
        if (outcome != Outcome.ANSWERED && reason == null) {
            throw Violation.at("reason", "is required when the outcome is " + outcome);
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
        attempts = List.copyOf(attempts);
    }

    /** Without headers and body, which can carry personal data. */
    @Override
    public String toString() {
        return "Result[" + id + " " + outcome + " " + status + " " + reason + " " + source + "]";
    }
}
