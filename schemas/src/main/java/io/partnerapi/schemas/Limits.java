package io.partnerapi.schemas;

import java.time.Duration;
import java.time.Instant;

/** Every limit of the wire contract; the JSON Schemas carry the same numbers. */
public final class Limits {
    /** Bytes of a command's value. */
    public static final int MAX_COMMAND_BYTES = 1024 * 1024;
    /** Bytes of a result's value: room for the largest answer of the partner in Base64, and what stands around it. */
    public static final int MAX_RESULT_BYTES = 2 * 1024 * 1024;
    /** Bytes of a telemetry record's value. */
    public static final int MAX_TELEMETRY_BYTES = 64 * 1024;

    /** Levels of nesting in a body. */
    public static final int MAX_BODY_DEPTH = 100;
    /** JSON tokens in a body. */
    public static final int MAX_BODY_TOKENS = 200_000;
    /** Levels that stand around a body. */
    public static final int MAX_ENVELOPE_DEPTH = 1;
    /** JSON tokens that may stand around a body. */
    public static final int MAX_ENVELOPE_TOKENS = 50_000;
    /** Characters of a number. */
    public static final int MAX_NUMBER_LENGTH = 1_000;
    /** Characters of a name in an object. */
    public static final int MAX_NAME_LENGTH = 8_192;

    /** Characters of a command's id. */
    public static final int MAX_ID_LENGTH = 128;
    /** Characters of an organization's id. */
    public static final int MAX_ORGANIZATION_ID_LENGTH = 64;
    /** Characters of a path. */
    public static final int MAX_PATH_LENGTH = 1_024;
    /** Names in a query. */
    public static final int MAX_QUERY_NAMES = 32;
    /** Values of one name in a query. */
    public static final int MAX_QUERY_VALUES = 100;
    /** Characters of a name in a query. */
    public static final int MAX_QUERY_NAME_LENGTH = 128;
    /** Characters of a value in a query. */
    public static final int MAX_QUERY_VALUE_LENGTH = 1_024;
    /** Characters of a path and its query together, percent-encoded: what common servers and proxies read as a line. */
    public static final int MAX_TARGET_LENGTH = 8 * 1024;
    /** Characters of a header's value; with the few names that there are, all of them together stay below 8 KiB. */
    public static final int MAX_HEADER_VALUE_LENGTH = 1_024;
    /** Bytes of a body that is not JSON. */
    public static final int MAX_BINARY_BODY_BYTES = 720 * 1024;
    /** Characters of a content type. */
    public static final int MAX_CONTENT_TYPE_LENGTH = 255;
    /** The longest time to live. */
    public static final Duration MAX_TTL = Duration.ofDays(7);
    /** The first deadline that the wire format can carry. */
    public static final Instant MIN_DEADLINE = Instant.parse("0000-01-01T00:00:00Z");
    /** The last deadline that the wire format can carry. */
    public static final Instant MAX_DEADLINE = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Limits() {}
}
