package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Guarantee;
import io.partnerapi.sandbox.guarantee.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The judgement over a run: every guarantee held, and limits and tokens were respected.
 *
 * @param findings everything that is wrong; empty if the run is perfect
 */
record Verdict(List<Finding> findings) {
    Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    boolean passed() {
        return findings.isEmpty();
    }

    /** How many findings are of one kind. */
    long count(Problem problem) {
        return findings.stream().filter(f -> f.problem() == problem).count();
    }

    /** Judges a run; the same run always gives the same verdict. */
    static Verdict of(Run run, Allowance allowance) {
        List<Finding> findings =
                new ArrayList<>(Guarantee.breachesOfAny(run.evidence()).toList());
        for (Call call : run.evidence().calls()) {
            if (call.status() == 429) {
                findings.add(new Finding(Problem.TOO_MANY, "command " + call.command(), ""));
            }
        }
        if (run.worstWindow() > allowance.callsPerWindow()) {
            findings.add(new Finding(
                    Problem.OVER_LIMIT,
                    "the worst window",
                    run.worstWindow() + " calls, limit " + allowance.callsPerWindow()));
        }
        if (run.tokenRequests() < 1 || run.tokenRequests() > allowance.tokenRequests()) {
            findings.add(new Finding(
                    Problem.TOKENS,
                    "the token endpoint",
                    run.tokenRequests() + " requests, allowed " + allowance.tokenRequests()));
        }
        run.badExits().forEach(what -> findings.add(new Finding(Problem.BAD_EXIT, what, "")));
        return new Verdict(findings);
    }
}
