/**
 * Keeps one bearer token for the whole cluster, asking for a new one only when the quota allows it.
 *
 * <p>{@link io.partnerapi.worker.token.TokenSource} gives calls this worker's copy and runs one
 * {@link io.partnerapi.worker.token.TokenRound} after another to keep it fresh. What the workers must agree on lies in one
 * {@link io.partnerapi.worker.token.TokenEntry}, changed only by the pure rules of
 * {@link io.partnerapi.worker.token.TokenProtocol}, wherever a {@link io.partnerapi.worker.token.TokenStore} keeps it.
 *
 * <pre>{@code
 *              Publish under the current claim
 *         +------------------------------------------+
 *         v                                          |
 *     +-------+  staleAt   +-------+   Acquire   +---------+
 *     | VALID |----------->| STALE |------------>| CLAIMED |----+  lease over:
 *     +-------+            +-------+     Go      +---------+<---+  Acquire by another,
 *         |                 ^  ^  ^               |   |   |        next generation
 *         |   refused by    |  |  |   until over  |   |   |
 *         +-----------------+  |  +---- BRAKED <--+   |   |  Refuse: 429, 5xx, other 4xx, no answer
 *           the partner, once  |                      |   |
 *           in six hours       +------- BLOCKED <-----+   |  Refuse: credentials, audience, grant
 *                                other credentials,       |
 *                                or half an hour over     |
 *                                                         +-> a late Publish or Refuse changes nothing
 * }</pre>
 *
 * <p>STALE answers over budget instead of Go while a window of the quota is spent, or has one request left and the token is
 * not nearly over.
 */
@NullMarked
package io.partnerapi.worker.token;

import org.jspecify.annotations.NullMarked;
