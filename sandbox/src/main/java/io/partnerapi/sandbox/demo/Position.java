package io.partnerapi.sandbox.demo;

/** The place of a record in its topic. */
record Position(int partition, long offset) {
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
