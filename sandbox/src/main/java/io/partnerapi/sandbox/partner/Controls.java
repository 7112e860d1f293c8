package io.partnerapi.sandbox.partner;

import java.util.List;
import java.util.function.UnaryOperator;

/** What can be changed while the partner API runs, in process and through the control port alike; safe from any thread. */
public final class Controls {
    private final FaultPlan faults;
    private final TokenRegister tokens;
    private volatile Rules rules;

    Controls(Rules rules, FaultPlan faults, TokenRegister tokens) {
        this.rules = rules;
        this.faults = faults;
        this.tokens = tokens;
    }

    /** The rules in force. */
    public Rules rules() {
        return rules;
    }

    /** Changes the rules for every request from now on; tokens already issued keep their expiry, quotas what was spent. */
    public synchronized Rules rules(UnaryOperator<Rules> change) {
        rules = change.apply(rules);
        return rules;
    }

    /** Adds a fault behind those in force. */
    public void inject(Fault fault) {
        faults.add(fault);
    }

    /** Ends every fault; requests already hanging stay so. */
    public void clearFaults() {
        faults.clear();
    }

    /** The faults in force. */
    public List<Fault> faults() {
        return faults.faults();
    }

    /** Makes every token issued so far answer 401, and says how many could still have been used. */
    public int revokeTokens() {
        return tokens.revokeAll();
    }
}
