package io.partnerapi.worker.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link TokenRound} came to.
 *
 * @param found a token that can be used, if there is one
 * @param refused generation of the token that is still to be replaced, or 0
 * @param again when to look again
 * @param seen the entry as it was last seen
 * @param trouble why there is no fresh token, if there is none
 */
record Round(@Nullable HeldToken found, long refused, Duration again, TokenEntry seen, Trouble trouble) {}
