package io.partnerapi.schemas;

import java.util.Arrays;
import java.util.Base64;

/** The bytes of a body that is not JSON: immutable, compared by content, hidden from {@code toString}. */
public final class BinaryBody {
    private final byte[] bytes;

    private BinaryBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A body of a copy of these bytes. */
    public static BinaryBody of(byte[] bytes) {
        return new BinaryBody(bytes.clone());
    }

    static BinaryBody ofBase64(String base64) {
        return new BinaryBody(Base64.getDecoder().decode(base64));
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    String toBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryBody that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
