package io.partnerapi.sandbox.demo;

import java.util.List;

/**
 * Everything a verdict is made from; nothing of it was told by a worker about itself.
 *
 * @param sent the command records produced
 * @param endings the results and dead letters read, each topic's in the order of its offsets
 * @param unreadable results and dead letters that do not follow the contract, each with its place and problem
 * @param calls the calls that arrived at the partner, in order of arrival
 * @param tokenRequests the token requests that arrived
 * @param worstWindow the most calls in any window of the limit's length
 * @param badExits workers that did not end as they should
 */
record Evidence(
        List<Sent> sent,
        List<Ending> endings,
        List<String> unreadable,
        List<Call> calls,
        long tokenRequests,
        int worstWindow,
        List<String> badExits) {
    Evidence {
        sent = List.copyOf(sent);
        endings = List.copyOf(endings);
        unreadable = List.copyOf(unreadable);
        calls = List.copyOf(calls);
        badExits = List.copyOf(badExits);
    }
}
