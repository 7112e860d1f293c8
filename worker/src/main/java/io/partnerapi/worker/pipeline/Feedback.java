package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.token.AccessToken;

/** Who is told what an attempt showed beyond its own command. */
public interface Feedback {
    /** The API did not accept the token. */
    void tokenRefused(AccessToken token);

    /** The partner's load balancer refused a call for the call limit. */
    void egressRefused();
}
