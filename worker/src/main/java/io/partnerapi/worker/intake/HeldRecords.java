package io.partnerapi.worker.intake;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is held of one partition; not thread-safe. */
final class HeldRecords {
    private final Map<ByteBuffer, Integer> byKey = new HashMap<>();
    private int withoutKey;
    private long heap;

    void add(Taken taken) {
        heap += taken.heap();
        byte[] key = key(taken);
        if (key == null) {
            withoutKey++;
        } else {
            byKey.merge(ByteBuffer.wrap(key), 1, Integer::sum);
        }
    }

    /** It will not be worked on any more. */
    void leaves(Taken taken) {
        byte[] key = key(taken);
        if (key == null) {
            withoutKey--;
        } else {
            byKey.computeIfPresent(ByteBuffer.wrap(key), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    void remove(Taken taken) {
        heap -= taken.heap();
    }

    /** How many could be worked on at once: the first of each key. */
    int abreast() {
        return byKey.size() + withoutKey;
    }

    /** Bytes of heap that all of them take. */
    long heap() {
        return heap;
    }

    private static byte @Nullable [] key(Taken taken) {
        return taken.record().key();
    }
}
