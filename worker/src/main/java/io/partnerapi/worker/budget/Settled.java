package io.partnerapi.worker.budget;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Permits of which something is to be told to the ledger, by their slices. Confined to one thread. */
final class Settled {

    private final Map<Long, Integer> bySlice = new TreeMap<>();

    void add(Part part) {
        bySlice.merge(part.slice(), part.permits(), Integer::sum);
    }

    boolean isEmpty() {
        return bySlice.isEmpty();
    }

    /** All of it, once. */
    List<Part> takeAll() {
        List<Part> all = bySlice.entrySet().stream()
                .map(slice -> new Part(slice.getKey(), slice.getValue()))
                .toList();
        bySlice.clear();
        return all;
    }
}
