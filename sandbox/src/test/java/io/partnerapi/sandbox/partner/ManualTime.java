package io.partnerapi.sandbox.partner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Both clocks, moved by hand and together. */
final class ManualTime extends Clock {
    private final Instant start;
    private volatile long nanos;

    ManualTime(Instant start) {
        this.start = start;
    }

    void advance(Duration time) {
        nanos += time.toNanos();
    }

    TimeSource source() {
        return new TimeSource(this, () -> nanos);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
