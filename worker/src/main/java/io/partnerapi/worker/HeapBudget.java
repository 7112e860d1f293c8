package io.partnerapi.worker;

/**
 * How the heap is divided among what is held for commands; the other half is for the worker itself. Each part is a bound
 * in bytes of heap, and what would exceed it waits: records stay in Kafka, commands do not begin.
 *
 * @param records that are taken and not finished
 * @param work commands that are passed through the pipeline now, with what the partner may answer
 * @param fetch what one answer of a broker to the consumer may bring
 * @param publish what the producer of results holds
 */
record HeapBudget(long records, long work, int fetch, int publish) {
    private static final long LEAST_FETCH = 1L << 20;
    private static final long MOST_FETCH = 50L << 20;
    private static final long LEAST_PUBLISH = 4L << 20;
    private static final long MOST_PUBLISH = 32L << 20;

    /** @param heap the largest that it may become, in bytes */
    static HeapBudget of(long heap) {
        return new HeapBudget(heap / 8, heap / 4, (int) between(LEAST_FETCH, heap / 16, MOST_FETCH), (int)
                between(LEAST_PUBLISH, heap / 16, MOST_PUBLISH));
    }

    private static long between(long least, long value, long most) {
        return Math.max(least, Math.min(value, most));
    }
}
