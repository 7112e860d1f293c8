package io.partnerapi.worker.token;

import io.partnerapi.worker.state.KeptValue;

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
        return kept.found()
                .flatMap(text -> sealing.open(secret, CONTEXT, text))
                .flatMap(KeptEntry::read)
                .orElse(TokenEntry.EMPTY);
    }

    void keep(String secret, TokenEntry entry) {
        kept.keep(sealing.seal(secret, CONTEXT, KeptEntry.write(entry)));
    }
}
