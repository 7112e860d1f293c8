package io.partnerapi.worker.budget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongPredicate;

/** Leased permits that nobody holds yet, the oldest first. Confined to one thread; at most what the limit allows. */
final class Stock {

    private final long keep;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int free;

    /** @param keep age at which a permit is returned rather than handed out */
    Stock(long keep) {
        this.keep = keep;
    }

    /** Permits leased together. */
    static final class Block {
        private final Lease lease;
        private final long askedAt;
        private int free;

        private Block(Lease lease, long askedAt) {
            this.lease = lease;
            this.askedAt = askedAt;
            this.free = lease.granted();
        }

        /** One permit of it. */
        Part one() {
            return lease.part(1);
        }

        /** From when the age of the permits counts. */
        long askedAt() {
            return askedAt;
        }
    }

    void add(Lease lease, long askedAt) {
        if (lease.granted() > 0) {
            blocks.addLast(new Block(lease, askedAt));
            free += lease.granted();
        }
    }

    /** Takes one permit out of the oldest block; there must be one. */
    Block take() {
        for (Block block : blocks) {
            if (block.free > 0) {
                block.free--;
                free--;
                return block;
            }
        }
        throw new NoSuchElementException("no permit in stock");
    }

    /** Puts a permit back; one whose block has gone is the next to be removed. */
    void put(Block block) {
        if (!blocks.contains(block)) {
            blocks.addFirst(block);
        }
        block.free++;
        free++;
    }

    int size() {
        return free;
    }

    /**
     * Removes the blocks that are too old or void, and returns what was free in them.
     *
     * @param voided whether what was asked for at that time must not be used
     */
    List<Part> removeUnusable(long now, LongPredicate voided) {
        List<Part> removed = new ArrayList<>();
        blocks.removeIf(block -> {
            boolean unusable = block.askedAt + keep <= now || voided.test(block.askedAt);
            if (unusable) {
                collect(block, removed);
            }
            return unusable;
        });
        return removed;
    }

    /** Takes all permits out; those handed out earlier may still be put back. */
    List<Part> takeAll() {
        List<Part> taken = new ArrayList<>();
        blocks.forEach(block -> collect(block, taken));
        return taken;
    }

    /** When the oldest block becomes too old; never, if there is none. */
    long staleAt() {
        return blocks.isEmpty() ? Long.MAX_VALUE : blocks.getFirst().askedAt + keep;
    }

    private void collect(Block block, List<Part> parts) {
        if (block.free > 0) {
            parts.add(block.lease.part(block.free));
            free -= block.free;
            block.free = 0;
        }
    }
}
