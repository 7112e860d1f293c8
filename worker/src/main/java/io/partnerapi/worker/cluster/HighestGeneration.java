package io.partnerapi.worker.cluster;

import io.partnerapi.worker.token.TokenEntry;

/** After a split the token of the highest generation stays, and every claim of a lower one has lapsed. */
final class HighestGeneration extends MergedValue<TokenEntry> {

    @Override
    TokenEntry merged(TokenEntry ours, TokenEntry theirs) {
        return ours.merge(theirs);
    }
}
