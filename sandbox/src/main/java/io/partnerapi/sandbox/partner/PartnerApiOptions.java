package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Population;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * With what a {@link PartnerApi} starts.
 *
 * @param folder where {@code ca.pem} and the authority's key are kept; started again in the same folder, it is still trusted
 * @param listen addresses and ports
 * @param credentials what token requests must carry
 * @param rules limits, quotas and latency at the start
 * @param population what the partner knows at the start
 * @param faults faults from the start
 * @param ledgerEntries the most requests the ledger keeps; older ones leave it, its totals stay
 * @param seed seed of every chance (latency, faults)
 * @param time the clocks
 */
public record PartnerApiOptions(
        Path folder,
        Listen listen,
        Credentials credentials,
        Rules rules,
        Population population,
        List<Fault> faults,
        int ledgerEntries,
        long seed,
        TimeSource time) {
    /** The most requests a ledger keeps unless told otherwise. */
    public static final int LEDGER_ENTRIES = 2_000_000;

    /** The seed unless told otherwise. */
    public static final long SEED = 1;

    public PartnerApiOptions {
        faults = List.copyOf(faults);
        if (ledgerEntries < 1) {
            throw new IllegalArgumentException("ledgerEntries = " + ledgerEntries + ": must be at least 1");
        }
    }

    /** The published rules on free ports of the loopback address. */
    public static PartnerApiOptions in(Path folder) {
        return new PartnerApiOptions(
                folder,
                Listen.LOOPBACK,
                Credentials.SANDBOX,
                Rules.STANDARD,
                Population.STANDARD,
                List.of(),
                LEDGER_ENTRIES,
                SEED,
                TimeSource.system());
    }

    public PartnerApiOptions withListen(Listen value) {
        return new PartnerApiOptions(folder, value, credentials, rules, population, faults, ledgerEntries, seed, time);
    }

    public PartnerApiOptions withCredentials(Credentials value) {
        return new PartnerApiOptions(folder, listen, value, rules, population, faults, ledgerEntries, seed, time);
    }

    public PartnerApiOptions withRules(UnaryOperator<Rules> change) {
        return new PartnerApiOptions(
                folder, listen, credentials, change.apply(rules), population, faults, ledgerEntries, seed, time);
    }

    public PartnerApiOptions withPopulation(Population value) {
        return new PartnerApiOptions(folder, listen, credentials, rules, value, faults, ledgerEntries, seed, time);
    }

    public PartnerApiOptions withFaults(List<Fault> value) {
        return new PartnerApiOptions(folder, listen, credentials, rules, population, value, ledgerEntries, seed, time);
    }

    public PartnerApiOptions withLedgerEntries(int value) {
        return new PartnerApiOptions(folder, listen, credentials, rules, population, faults, value, seed, time);
    }

    public PartnerApiOptions withSeed(long value) {
        return new PartnerApiOptions(
                folder, listen, credentials, rules, population, faults, ledgerEntries, value, time);
    }

    public PartnerApiOptions withTime(TimeSource value) {
        return new PartnerApiOptions(
                folder, listen, credentials, rules, population, faults, ledgerEntries, seed, value);
    }
}
