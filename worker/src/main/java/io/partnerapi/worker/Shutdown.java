package io.partnerapi.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed when the worker ends, in reverse order; one part that fails does not keep the others open. */
final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private record Part(String name, AutoCloseable close) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    void add(String name, AutoCloseable close) {
        parts.push(new Part(name, close));
    }

    @Override
    public void close() {
        for (Part part : parts) {
            LOG.debug("closing {}", part.name());
            try {
                part.close().close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", part.name(), e);
            }
        }
    }
}
