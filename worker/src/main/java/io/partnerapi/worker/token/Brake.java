package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Instant;

/**
 * Keeps the whole cluster from asking for a while, after an answer without a token.
 *
 * @param until when it may ask again
 * @param limited whether it is the partner's limit, which stands whoever asks
 * @param failures failures in a row, for the length of the next brake
 * @param reason what went wrong
 * @param advice what a person can do about it
 */
record Brake(Instant until, boolean limited, int failures, String reason, String advice) implements Serializable {}
