package io.partnerapi.worker.intake;

import io.partnerapi.worker.state.KeptValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value that is kept when the test says so. */
final class Value implements KeptValue {
    private final List<Runnable> waiting = new ArrayList<>();
    private Optional<String> kept = Optional.empty();
    private Optional<String> given = Optional.empty();

    @Override
    public Optional<String> found() {
        return Optional.empty();
    }

    @Override
    public Optional<String> now() {
        return kept;
    }

    @Override
    public void keep(String value, Duration validFor, Runnable told) {
        given = Optional.of(value);
        waiting.add(told);
    }

    /** The brokers take what was given last. */
    void take() {
        kept = given;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }
}
