package io.partnerapi.sandbox.evidence;

/** The place of a record. */
public record Position(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
