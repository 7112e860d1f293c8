package io.partnerapi.sandbox.evidence;

import java.util.List;

/**
 * Everything that guarantees are judged by; nothing of it was told by a worker about itself.
 *
 * @param sent the command records produced
 * @param endings the results and dead letters read, each topic's in the order of its offsets
 * @param unreadable results and dead letters that do not follow the contract, each with its place and problem
 * @param calls the calls that arrived at the partner, in order of arrival
 * @param incidents what was done to the landscape meanwhile
 */
public record Evidence(
        List<Sent> sent, List<Ending> endings, List<String> unreadable, List<Call> calls, List<Incident> incidents) {
    public Evidence {
        sent = List.copyOf(sent);
        endings = List.copyOf(endings);
        unreadable = List.copyOf(unreadable);
        calls = List.copyOf(calls);
        incidents = List.copyOf(incidents);
    }
}
