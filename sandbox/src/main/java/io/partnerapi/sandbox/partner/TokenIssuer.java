package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.TokenQuota.Bucket;
import io.partnerapi.sandbox.partner.TokenQuota.Exceeded;
import io.partnerapi.sandbox.partner.TokenQuota.Granted;
import io.partnerapi.sandbox.partner.model.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Answers token requests: credentials first, then the audience, then the quota. Not thread-safe: the event loop owns it. */
final class TokenIssuer {
    static final String QUOTA_HEADER = "Auth0-Client-Quota-Limit";

    private final Credentials credentials;
    private final TokenRegister tokens;
    private TokenQuota quota = TokenQuota.UNTOUCHED;

    /** An answer, and the generation of the token in it (0 for none). */
    record Answer(Reply reply, long generation) {
        private static Answer refused(int status, String error, String description) {
            JsonObject body = new JsonObject().put("error", error).put("error_description", description);
            return new Answer(new Reply(status, Map.of(), body, null), 0);
        }
    }

    TokenIssuer(Credentials credentials, TokenRegister tokens) {
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /** The answer to a request with these fields, whichever way they were encoded. */
    Answer answer(Map<String, String> fields, Rules rules, Instant now) {
        for (String field : List.of("grant_type", "client_id", "client_secret", "audience")) {
            if (fields.getOrDefault(field, "").isBlank()) {
                return Answer.refused(400, "invalid_request", "Missing required parameter: " + field);
            }
        }
        if (!"client_credentials".equals(fields.get("grant_type"))) {
            return Answer.refused(400, "unsupported_grant_type", "Only client_credentials is supported");
        }
        if (!credentials.clientId().equals(fields.get("client_id"))
                || !credentials.clientSecret().equals(fields.get("client_secret"))) {
            return Answer.refused(401, "access_denied", "Unauthorized");
        }
        if (!credentials.audience().equals(fields.get("audience"))) {
            return Answer.refused(403, "access_denied", "Service not enabled within domain: " + fields.get("audience"));
        }
        return quota.request(rules.tokenQuota(), now)
                .fold(granted -> issue(granted, rules, now), exceeded -> exceeded(exceeded, rules, now));
    }

    private Answer issue(Granted granted, Rules rules, Instant now) {
        quota = granted.next();
        TokenRegister.Issued token = tokens.issue(now, rules.tokenLifetime());
        JsonObject body = new JsonObject()
                .put("access_token", token.value())
                .put("expires_in", rules.tokenLifetime().toSeconds())
                .put("token_type", "Bearer");
        Reply reply = Reply.changed("token-issued " + token.generation(), body);
        return new Answer(withQuota(reply, granted.buckets(), rules.quotaHeader()), token.generation());
    }

    private static Answer exceeded(Exceeded exceeded, Rules rules, Instant now) {
        Bucket blocking = exceeded.blocking();
        Reply reply = Answer.refused(429, "too_many_requests", "Client quota exceeded")
                .reply()
                .withHeader("Retry-After", List.of(String.valueOf(blocking.resetSeconds())))
                .withHeader("X-RateLimit-Limit", List.of(String.valueOf(blocking.limit())))
                .withHeader("X-RateLimit-Remaining", List.of("0"))
                .withHeader(
                        "X-RateLimit-Reset", List.of(String.valueOf(now.getEpochSecond() + blocking.resetSeconds())));
        return new Answer(withQuota(reply, exceeded.buckets(), rules.quotaHeader()), 0);
    }

    private static Reply withQuota(Reply reply, List<Bucket> buckets, QuotaHeader form) {
        List<String> values = form.values(buckets);
        return values.isEmpty() ? reply : reply.withHeader(QUOTA_HEADER, values);
    }
}
