package io.partnerapi.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call that an application asks for. Only a command that follows every rule can be made; the rules stand in
 * {@code command.schema.json}.
 *
 * @param id unique per intent: a command sent again under its id is the same command; 1 to 128 visible ASCII characters
 * @param target the partner's host
 * @param method GET, HEAD, POST, PUT, PATCH or DELETE
 * @param path absolute path below the target's base URL, percent-encoded, without query
 * @param query parameters, not encoded; each name has at least one value
 * @param headers headers from a short allowed list; names are brought to their usual spelling
 * @param body JSON body; JSON null is a body
 * @param bodyBytes body that is not JSON
 * @param contentType media type of {@code bodyBytes}
 * @param repeat whether it may be sent again when no answer is known; null: as the operation catalogue says
 * @param deadline when it must not be sent any more
 * @param ttl the same, counted from the record's timestamp
 * @param organizationId organization whose fair share of the call budget it uses
 */
public record Command(
        String id,
        Target target,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        @Nullable JsonBody body,
        @Nullable BinaryBody bodyBytes,
        @Nullable String contentType,
        @Nullable Repeat repeat,
        @Nullable Instant deadline,
        @Nullable Duration ttl,
        @Nullable String organizationId) {

    /**
     * Checks every rule.
     *
     * @throws IllegalArgumentException naming the field and the rule that it breaks
     */
    public Command {
        Objects.requireNonNull(target, "target");
        CommandRules.id(id);
        CommandRules.method(method);
        CommandRules.path(path);
        query = CommandRules.query(query);
        CommandRules.target(path, query);
        headers = CommandRules.headers(headers);
        CommandRules.body(method, body, bodyBytes);
        CommandRules.contentType(contentType, bodyBytes);
        CommandRules.lifetime(deadline, ttl);
        CommandRules.organizationId(organizationId);
    }

    /** When the command must not be sent any more, for a record with this timestamp; null when it may always be. */
    public @Nullable Instant expiresAt(Instant recordTimestamp) {
        return ttl == null ? deadline : recordTimestamp.plus(ttl);
    }

    /** Without query, headers and body, which can carry personal data. */
    @Override
    public String toString() {
        return "Command[" + id + " " + target.wire() + " " + method + " " + path + "]";
    }
}
