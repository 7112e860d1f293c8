package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.Evidence;
import java.util.List;

/**
 * A demo as it was seen from outside.
 *
 * @param evidence commands, endings and calls
 * @param tokenRequests the token requests that arrived
 * @param worstWindow the most calls in any window of the limit's length
 * @param badExits workers that did not end as they should
 */
record Run(Evidence evidence, long tokenRequests, int worstWindow, List<String> badExits) {
    Run {
        badExits = List.copyOf(badExits);
    }
}
