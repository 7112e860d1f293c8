package io.partnerapi.worker.token;

import io.partnerapi.schemas.TokenQuota;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this worker knows of the token; never the token.
 *
 * @param generation of the token at hand; 0 if there is none
 * @param age how long this worker has had it; null if there is none
 * @param left how long it can be used; null if there is none
 * @param quota what is left of the quota that the cluster knows of and that has not begun anew
 */
public record TokenView(
        long generation, @Nullable Duration age, @Nullable Duration left, List<TokenQuota.Bucket> quota) {

    static TokenView of(@Nullable HeldToken held, long heldSince, TokenEntry seen, long nanos, Instant now) {
        List<TokenQuota.Bucket> quota = seen.quota().stream()
                .filter(window -> window.holds(now))
                .map(QuotaWindow::told)
                .toList();
        if (held == null || !held.isUsable(nanos)) {
            return new TokenView(0, null, null, quota);
        }
        return new TokenView(
                held.token().generation(),
                Duration.ofNanos(nanos - heldSince),
                Duration.ofNanos(held.token().expiresAt() - nanos),
                quota);
    }
}
