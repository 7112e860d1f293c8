package io.partnerapi.worker.token;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a token request came to; its text form never shows the token. */
public sealed interface TokenAnswer {

    /** HTTP status, or null if there was no answer. */
    @Nullable
    Integer status();

    /** The windows of the quota that the answer told of. */
    List<QuotaBucket> quota();

    /** The result of the function for a token, or for the lack of one. */
    <R> R fold(Function<Issued, R> issued, Function<NotIssued, R> notIssued);

    /** A token, good for {@code lifetime} from the time it was asked for. */
    record Issued(Integer status, List<QuotaBucket> quota, String token, Duration lifetime) implements TokenAnswer {
        @Override
        public <R> R fold(Function<Issued, R> issued, Function<NotIssued, R> notIssued) {
            return issued.apply(this);
        }

        @Override
        public String toString() {
            return "Issued[lifetime=" + lifetime + "]";
        }
    }

    /** No token. */
    sealed interface NotIssued extends TokenAnswer {

        /** What it means for the next request. */
        Refusal refusal();

        @Override
        default <R> R fold(Function<Issued, R> issued, Function<NotIssued, R> notIssued) {
            return notIssued.apply(this);
        }
    }

    /** The partner does not know this client, or not with this secret. */
    record CredentialsRefused(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** The partner has no such audience. */
    record AudienceRefused(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** The partner has not allowed this client to use the audience, or this way to ask. */
    record GrantMissing(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** The request itself is at fault, or goes to the wrong place. */
    record RequestRefused(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** This client's token quota is spent. */
    record QuotaSpent(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** The partner's identity provider limits all customers of the partner together. */
    record TenantLimited(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** The endpoint failed on its side. */
    record ServerTrouble(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** An answer that makes no sense. */
    record Unclear(Integer status, List<QuotaBucket> quota, Refusal refusal) implements NotIssued {}

    /** No answer: not reached, or the connection or the time ended first. */
    record NoAnswer(Refusal refusal) implements NotIssued {
        @Override
        public @Nullable Integer status() {
            return null;
        }

        @Override
        public List<QuotaBucket> quota() {
            return List.of();
        }
    }
}
