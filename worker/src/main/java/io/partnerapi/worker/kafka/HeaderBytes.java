package io.partnerapi.worker.kafka;

import org.apache.kafka.common.header.Header;

/** What headers of a record count for: their bytes, and some for each, since also one without bytes is an object where it is read. */
public final class HeaderBytes {
    /** Those of a command are echoed, so they must leave room for a result. */
    public static final int MOST = 32 << 10;

    private static final int OF_EACH = 16;

    private HeaderBytes() {}

    public static long of(Iterable<Header> headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += of(header);
        }
        return bytes;
    }

    public static long of(Header header) {
        byte[] value = header.value();
        return OF_EACH + header.key().length() + (value == null ? 0 : value.length);
    }
}
