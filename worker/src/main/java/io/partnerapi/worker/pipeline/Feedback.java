package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.token.AccessToken;
import java.util.function.Consumer;

/**
 * Who is told what an attempt showed beyond its own command.
 *
 * @param tokenRefused the API did not accept the token
 * @param egressRefused the partner's load balancer refused a call for the call limit
 */
public record Feedback(Consumer<AccessToken> tokenRefused, Runnable egressRefused) {}
