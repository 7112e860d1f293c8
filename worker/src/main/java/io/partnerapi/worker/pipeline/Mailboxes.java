package io.partnerapi.worker.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Items queued by key, of which only the first of each key may be worked on. Not thread-safe: confined to one event
 * loop.
 *
 * @param <K> ordering key
 * @param <T> item
 */
final class Mailboxes<K, T> {
    private final Map<K, Deque<T>> byKey = new HashMap<>();
    private final Deque<K> ready = new ArrayDeque<>();

    /** Queues an item behind those of its key. */
    void add(K key, T item) {
        Deque<T> mailbox = byKey.computeIfAbsent(key, k -> new ArrayDeque<>(2));
        mailbox.add(item);
        if (mailbox.size() == 1) {
            ready.add(key);
        }
    }

    /** The first item of the key that has been ready longest; its key is busy until {@link #done} or {@link #again}. */
    @Nullable
    T next() {
        K key = ready.poll();
        return key == null ? null : mailbox(key).element();
    }

    /** The first item of a busy key is finished; the key's next one is ready. */
    void done(K key) {
        Deque<T> mailbox = mailbox(key);
        mailbox.remove();
        if (mailbox.isEmpty()) {
            byKey.remove(key);
        } else {
            ready.add(key);
        }
    }

    /** The first item of a busy key is to be worked on again. */
    void again(K key) {
        mailbox(key);
        ready.add(key);
    }

    private Deque<T> mailbox(K key) {
        Deque<T> mailbox = byKey.get(key);
        if (mailbox == null) {
            throw new IllegalStateException("nothing is queued for this key");
        }
        return mailbox;
    }
}
