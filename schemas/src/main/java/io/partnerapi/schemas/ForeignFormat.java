package io.partnerapi.schemas;

import java.util.Optional;
import java.util.stream.IntStream;

/** Says what bytes look like that are no JSON text, by how they begin; nothing of them is repeated. */
final class ForeignFormat {
    private static final String PLAIN = ": it must be plain JSON";
    private static final String JSON_BEGINS_WITH = "{[\"-0123456789tfn";
    private static final int MAGIC_AND_SCHEMA_ID = 5;
    private static final int LOOKED_AT = 256;

    private final byte[] bytes;

    private ForeignFormat(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The rule that the bytes break if they are in a known format other than JSON. */
    static Optional<String> rule(byte[] value) {
        return new ForeignFormat(value).rule();
    }

    private Optional<String> rule() {
        if (isUtf16()) {
            return Optional.of("looks like UTF-16 or UTF-32: it must be UTF-8");
        }
        if (bytes.length >= MAGIC_AND_SCHEMA_ID && at(0) == 0) {
            return Optional.of(
                    "looks framed by the serializer of a schema registry (a zero byte and a schema's id)" + PLAIN);
        }
        if (beginsWith(0x1f, 0x8b)) {
            return Optional.of("looks compressed with gzip" + PLAIN);
        }
        if (beginsWith(0x28, 0xb5, 0x2f, 0xfd)) {
            return Optional.of("looks compressed with zstd" + PLAIN);
        }
        if (beginsWith(0x04, 0x22, 0x4d, 0x18)) {
            return Optional.of("looks compressed with lz4" + PLAIN);
        }
        if (beginsWith(0xac, 0xed, 0x00, 0x05)) {
            return Optional.of("looks like a serialized Java object" + PLAIN);
        }
        return isBinary() ? Optional.of("looks binary, such as Avro or Protobuf" + PLAIN) : Optional.empty();
    }

    /** By its byte order mark, or by the zero byte beside the first two characters of any JSON text. */
    private boolean isUtf16() {
        boolean marked = beginsWith(0xfe, 0xff) || beginsWith(0xff, 0xfe) || beginsWith(0, 0, 0xfe, 0xff);
        boolean big = at(0) == 0 && at(1) > 0 && at(2) == 0 && at(3) > 0;
        boolean little = at(0) > 0 && at(1) == 0 && at(2) > 0 && at(3) == 0;
        return marked || big || little;
    }

    private boolean isBinary() {
        int begin = (int)
                IntStream.range(0, bytes.length).takeWhile(i -> isSpace(at(i))).count();
        return begin < bytes.length
                && JSON_BEGINS_WITH.indexOf(at(begin)) < 0
                && IntStream.range(0, Math.min(bytes.length, LOOKED_AT)).anyMatch(i -> at(i) < ' ' && !isSpace(at(i)));
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private boolean beginsWith(int... magic) {
        return IntStream.range(0, magic.length).allMatch(i -> at(i) == magic[i]);
    }

    /** Without sign; -1 beyond the end. */
    private int at(int index) {
        return index < bytes.length ? Byte.toUnsignedInt(bytes[index]) : -1;
    }
}
