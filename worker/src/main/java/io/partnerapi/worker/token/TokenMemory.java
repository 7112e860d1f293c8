package io.partnerapi.worker.token;

import io.partnerapi.worker.state.KeptValue;
import java.util.Optional;

/** What the cluster knows of one credential, sealed whole, where it outlives all workers. */
final class TokenMemory {

    private static final String CONTEXT = "kept";

    private final TokenSealing sealing;
    private final KeptValue kept;

    TokenMemory(TokenSealing sealing, KeptValue kept) {
        this.sealing = sealing;
        this.kept = kept;
    }

    /** What was kept when this worker started; nothing if this secret does not open it, or if it is damaged or foreign. */
    TokenEntry known(String secret) {
        return open(secret, kept.found());
    }

    /** What is kept now, by the same rules; blocks while the brokers tell, and throws if they do not. */
    TokenEntry newest(String secret) {
        return open(secret, kept.now());
    }

    private TokenEntry open(String secret, Optional<String> value) {
        return value.flatMap(text -> sealing.open(secret, CONTEXT, text))
                .flatMap(KeptEntry::read)
                .orElse(TokenEntry.EMPTY);
    }

    /** Keeps an entry, unless its token is of other credentials: those who have them keep it. */
    void keep(Credentials credentials, TokenEntry entry) {
        SealedToken token = entry.token();
        if (token == null || token.credentials().equals(credentials.fingerprint())) {
            kept.keep(sealing.seal(credentials.secret(), CONTEXT, KeptEntry.write(entry)));
        }
    }
}
