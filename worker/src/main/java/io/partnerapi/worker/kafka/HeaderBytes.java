package io.partnerapi.worker.kafka;

import io.partnerapi.schemas.ResultHeaders;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What headers of a record count for: their bytes, and some for each, since also one without bytes is an object where it is read. */
public final class HeaderBytes {
    /** Those of a command are echoed, so they must leave room for a result. */
    public static final int MOST = 32 << 10;

    private static final int OF_EACH = 16;
    /** Those by which an asker knows its answer, and where it waits for it. */
    private static final List<String> CORRELATION = List.of(
            ResultHeaders.CORRELATION_ID,
            "correlation-id",
            "REPLY_CORRELATION_ID",
            ResultHeaders.TRACEPARENT,
            ResultHeaders.TRACESTATE,
            ResultHeaders.REPLY_TOPIC,
            ResultHeaders.REPLY_PARTITION);
    /** What one of them may count for where not all headers are kept. */
    private static final int MOST_OF_CORRELATION = 1 << 10;

    private HeaderBytes() {}

    public static long of(Iterable<Header> headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += of(header);
        }
        return bytes;
    }

    /** What is kept, and echoed, of more headers than {@link #MOST}: the last of each name that tells an asker its answer. */
    public static List<Header> correlation(Headers headers) {
        return CORRELATION.stream()
                .map(headers::lastHeader)
                .filter(header -> header != null && of(header) <= MOST_OF_CORRELATION)
                .toList();
    }

    public static long of(Header header) {
        byte[] value = header.value();
        return OF_EACH + header.key().length() + (value == null ? 0 : value.length);
    }
}
