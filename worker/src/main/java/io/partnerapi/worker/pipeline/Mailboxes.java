package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.turn.Place;
import io.partnerapi.worker.turn.Turns;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Items queued by key, of which only the first of each key may be worked on, when it has its turn. Not thread-safe: confined
 * to one event loop.
 *
 * @param <K> ordering key
 * @param <T> item
 */
final class Mailboxes<K, T> {
    private final Map<K, Deque<T>> byKey = new HashMap<>();
    private final Turns<K> ready;
    private final Function<T, Place> places;

    /** @param places by which the turn of an item is decided */
    Mailboxes(int lowestShare, Function<T, Place> places) {
        this.ready = new Turns<>(lowestShare);
        this.places = places;
    }

    /** Queues an item behind those of its key. */
    void add(K key, T item) {
        Deque<T> mailbox = byKey.computeIfAbsent(key, k -> new ArrayDeque<>(2));
        mailbox.add(item);
        if (mailbox.size() == 1) {
            ready.add(key, places.apply(item));
        }
    }

    /** The item of these priorities whose turn it is; its key is busy until {@link #done} or {@link #again}. */
    @Nullable
    T next(IntPredicate priorities) {
        return ready.next(priorities).map(key -> mailbox(key).element()).orElse(null);
    }

    /** The first item of a busy key is finished; the key's next one is ready. */
    void done(K key) {
        Deque<T> mailbox = mailbox(key);
        mailbox.remove();
        if (mailbox.isEmpty()) {
            byKey.remove(key);
        } else {
            ready.add(key, places.apply(mailbox.element()));
        }
    }

    /** The first item of a busy key is to be worked on again. */
    void again(K key) {
        ready.add(key, places.apply(mailbox(key).element()));
    }

    /** Shows every item, with how many of its key come first. */
    void each(ObjIntConsumer<T> look) {
        byKey.values().forEach(mailbox -> {
            int before = 0;
            for (T item : mailbox) {
                look.accept(item, before++);
            }
        });
    }

    private Deque<T> mailbox(K key) {
        Deque<T> mailbox = byKey.get(key);
        if (mailbox == null) {
            throw new IllegalStateException("nothing is queued for this key");
        }
        return mailbox;
    }
}
