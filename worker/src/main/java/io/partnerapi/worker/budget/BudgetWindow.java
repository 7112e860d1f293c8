package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The ledger of leased permits: how many count now, and when the next come free. Immutable.
 *
 * <p><b>Guarantee.</b> No window of length W, wherever it begins, sees more than N calls arrive at the partner, if every
 * call arrives no later than the guard G after its permit was leased.
 *
 * <p><b>Proof.</b> A permit leased at L counts until more than W + G have passed since L; permits leased close together
 * form a slice and all count as long as the youngest of them, which is only longer. A lease is granted only while at most
 * N permits count, itself included. Take any window from x to x + W and the calls that arrive in it. Each was leased
 * before it arrived and no more than G before: x - G &le; L &le; x + W. When the last of them was leased, every other one
 * was at most W + G old, so it still counted; so together they are at most N.
 *
 * <p><b>What G covers.</b> Half of it the age of a permit when its call is written ({@link BudgetLimit#useBy()}, enforced
 * by the worker on its monotonic clock from before it asked). The other half what nobody can enforce: the way of the
 * request to the partner, and, if the ledger moves to another member, the difference of the two members' clocks. A clock
 * that goes back moves the past with it, so that permits count longer, never shorter.
 *
 * <p><b>What it costs.</b> N calls per W + G instead of per W, and at most a slice more where leases are spread out: with
 * 900 in 5 minutes and a guard of 5 s at least 98.0 %, under a steady backlog 98.3 %.
 */
public final class BudgetWindow implements Serializable {

    /** A ledger in which nothing counts. */
    public static final BudgetWindow EMPTY = new BudgetWindow(0, new long[0], new long[0], new int[0]);

    private static final long serialVersionUID = 1;

    /** Number of the oldest slice; the others follow it without a gap, so a slice can be found by its number. */
    private final long first;

    private final long[] opened;
    private final long[] youngest;
    private final int[] permits;

    private BudgetWindow(long first, long[] opened, long[] youngest, int[] permits) {
        this.first = first;
        this.opened = opened;
        this.youngest = youngest;
        this.permits = permits;
    }

    /** A ledger after a lease, and what was granted. */
    public record Leased(BudgetWindow window, Lease lease) {}

    /**
     * Leases up to {@code wanted} permits.
     *
     * @param most no more than this, whatever is free
     * @param now time in milliseconds on the clock of the ledger
     */
    public Leased lease(BudgetLimit limit, int wanted, int most, long now) {
        BudgetWindow current = at(limit, now);
        int used = current.used();
        int granted = Math.max(0, Math.min(Math.min(wanted, most), limit.calls() - used));
        BudgetWindow after = granted == 0 ? current : current.plus(limit, granted, now);
        Duration next = granted == wanted ? Duration.ZERO : after.next(limit, now);
        return new Leased(after, new Lease(after.first + after.permits.length - 1, granted, used + granted, next));
    }

    /** Frees permits of the slice they were leased in; permits that no longer count are no matter. */
    public BudgetWindow giveBack(long slice, int returned) {
        long index = slice - first;
        if (index < 0 || index >= permits.length) {
            return this;
        }
        int[] fewer = permits.clone();
        fewer[(int) index] = Math.max(0, fewer[(int) index] - returned);
        return new BudgetWindow(first, opened, youngest, fewer);
    }

    /** Permits that counted when the ledger last changed. */
    public int used() {
        return Arrays.stream(permits).sum();
    }

    /** Permits leased at {@code time} or later. */
    int leasedSince(long time) {
        return IntStream.range(0, permits.length)
                .filter(i -> opened[i] >= time)
                .map(i -> permits[i])
                .sum();
    }

    /** This ledger without what no longer counts, in the time of a clock that says {@code now}. */
    private BudgetWindow at(BudgetLimit limit, long now) {
        int length = permits.length;
        long behind = length == 0 ? 0 : Math.max(0, youngest[length - 1] - now);
        int over = 0;
        while (over < length && now - (youngest[over] - behind) > limit.spanMillis()) {
            over++;
        }
        return over == 0 && behind == 0
                ? this
                : new BudgetWindow(
                        first + over,
                        Arrays.stream(opened, over, length).map(t -> t - behind).toArray(),
                        Arrays.stream(youngest, over, length)
                                .map(t -> t - behind)
                                .toArray(),
                        Arrays.copyOfRange(permits, over, length));
    }

    private BudgetWindow plus(BudgetLimit limit, int granted, long now) {
        int length = permits.length;
        boolean open = length > 0 && now - opened[length - 1] < limit.sliceMillis();
        int last = open ? length - 1 : length;
        long[] openedAfter = Arrays.copyOf(opened, last + 1);
        long[] youngestAfter = Arrays.copyOf(youngest, last + 1);
        int[] permitsAfter = Arrays.copyOf(permits, last + 1);
        openedAfter[last] = open ? opened[last] : now;
        youngestAfter[last] = now;
        permitsAfter[last] += granted;
        return new BudgetWindow(first, openedAfter, youngestAfter, permitsAfter);
    }

    /** When the oldest permits leave, or, if that is earlier, when all that may still come back has come back. */
    private Duration next(BudgetLimit limit, long now) {
        long wait = limit.spanMillis();
        for (int i = 0; i < permits.length; i++) {
            if (permits[i] > 0) {
                wait = youngest[i] + limit.spanMillis() + 1 - now;
                break;
            }
        }
        int length = permits.length;
        long settled = length == 0 ? 0 : youngest[length - 1] + limit.guardMillis() / 2 + limit.sliceMillis() - now;
        return Duration.ofMillis(settled > 0 ? Math.min(wait, settled) : wait);
    }
}
