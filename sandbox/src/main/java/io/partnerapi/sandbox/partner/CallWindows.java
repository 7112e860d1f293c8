package io.partnerapi.sandbox.partner;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One sliding window per client address. Not thread-safe: the event loop owns it. */
final class CallWindows {
    /** The most addresses told apart; all further ones share one window. */
    static final int MAX_CLIENTS = 256;

    private static final String OTHERS = "others";

    private final Map<String, SlidingWindow> windows = new HashMap<>();

    /** Counts a call and says how many this client has made in the window that ends with it, refused ones included. */
    int arrive(String client, long nanos, Duration window) {
        String key = windows.containsKey(client) || windows.size() < MAX_CLIENTS ? client : OTHERS;
        return windows.computeIfAbsent(key, address -> new SlidingWindow()).arrive(nanos, window.toNanos());
    }
}
