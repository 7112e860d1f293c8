package io.partnerapi.sandbox.partner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** The faults in force and how often each may still happen; safe to use from any thread. */
final class FaultPlan {
    /** The most faults in force at a time. */
    static final int MAX_FAULTS = 256;

    private final List<Active> active = new ArrayList<>();

    private static final class Active {
        private final Fault fault;
        private int happened;

        private Active(Fault fault) {
            this.fault = fault;
        }

        private boolean over() {
            return fault.times() > 0 && happened >= fault.times();
        }
    }

    synchronized void add(Fault fault) {
        if (active.size() >= MAX_FAULTS) {
            throw new IllegalArgumentException(MAX_FAULTS + " faults are in force: clear some first");
        }
        active.add(new Active(fault));
    }

    synchronized void clear() {
        active.clear();
    }

    synchronized List<Fault> faults() {
        return active.stream().map(entry -> entry.fault).toList();
    }

    /** The first fault, in the order they were added, that matches this request and whose chance is drawn. */
    synchronized Optional<Fault> pick(Endpoint endpoint, String method, String path, DoubleSupplier chance) {
        for (Active candidate : active) {
            if (candidate.fault.matches(endpoint, method, path) && chance.getAsDouble() < candidate.fault.share()) {
                candidate.happened++;
                active.removeIf(Active::over);
                return Optional.of(candidate.fault);
            }
        }
        return Optional.empty();
    }
}
