package io.partnerapi.schemas;

/** The host of the partner that a command goes to. */
public enum Target {
    /** The ordinary partner API. */
    API("api"),
    /** The card data host, whose answers carry card numbers and security codes. */
    PCI("pci");

    private final String wire;

    Target(String wire) {
        this.wire = wire;
    }

    /** The spelling in JSON and in the operation catalogue. */
    public String wire() {
        return wire;
    }
}
