package io.partnerapi.sandbox.evidence;

/** The place of a record in its topic. */
public record Position(int partition, long offset) {
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
