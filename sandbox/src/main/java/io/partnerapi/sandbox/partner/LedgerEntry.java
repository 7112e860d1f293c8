package io.partnerapi.sandbox.partner;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request as it arrived, and what came of it. An entry exists from the arrival on and is replaced by a fuller one
 * when the request has been processed and when it is over.
 *
 * @param seq 1 for the first request, then without gaps, in order of arrival
 * @param at arrival on the wall clock
 * @param nanos arrival on the monotonic clock
 * @param client address of the caller
 * @param endpoint where it arrived
 * @param method HTTP method
 * @param path path below the base, without query
 * @param command the caller's {@code X-Request-Id}, cut to 256 characters
 * @param generation which token it carried or, on the token endpoint, was issued: 1 for the first; 0 for none
 * @param status status answered; 0 while open, and if no answer was given
 * @param fault the injected fault's name, or {@code client-gone} if the caller left before the answer
 * @param effect what it changed, such as {@code card-issued card-17}
 * @param bytes body bytes answered
 * @param open whether the request is still being answered
 */
public record LedgerEntry(
        long seq,
        Instant at,
        long nanos,
        String client,
        Endpoint endpoint,
        String method,
        String path,
        @Nullable String command,
        long generation,
        int status,
        @Nullable String fault,
        @Nullable String effect,
        long bytes,
        boolean open) {

    LedgerEntry withGeneration(long value) {
        return new LedgerEntry(
                seq, at, nanos, client, endpoint, method, path, command, value, status, fault, effect, bytes, open);
    }

    LedgerEntry withFault(String value) {
        return new LedgerEntry(
                seq,
                at,
                nanos,
                client,
                endpoint,
                method,
                path,
                command,
                generation,
                status,
                value,
                effect,
                bytes,
                open);
    }

    LedgerEntry withEffect(String value) {
        return new LedgerEntry(
                seq, at, nanos, client, endpoint, method, path, command, generation, status, fault, value, bytes, open);
    }

    LedgerEntry ended(int finalStatus, long sentBytes) {
        return new LedgerEntry(
                seq,
                at,
                nanos,
                client,
                endpoint,
                method,
                path,
                command,
                generation,
                finalStatus,
                fault,
                effect,
                sentBytes,
                false);
    }
}
