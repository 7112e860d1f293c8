package io.partnerapi.schemas;

/**
 * Names of the Kafka headers that a dead letter carries beside the original ones, whose values are unchanged. All other values
 * are UTF-8 text; numbers are decimal.
 */
public final class DeadLetterHeaders {
    /** {@link Reason#code()}: why no command could be read. */
    public static final String REASON_CODE = "dl_reason_code";
    /** {@link Reason#detail()}: the problem in one sentence, with the JSON pointer to it. */
    public static final String REASON_DETAIL = "dl_reason_detail";
    /** Topic of the original record. */
    public static final String SOURCE_TOPIC = "dl_source_topic";
    /** Partition of the original record. */
    public static final String SOURCE_PARTITION = "dl_source_partition";
    /** Offset of the original record. */
    public static final String SOURCE_OFFSET = "dl_source_offset";
    /** Id of the worker that gave it up. */
    public static final String WORKER = "dl_worker";
    /** When it was given up, ISO 8601 in UTC. */
    public static final String AT = "dl_at";
    /** What of the original is left out since the topic does not take it; absent if nothing is. */
    public static final String LEFT_OUT = "dl_left_out";

    /** Begins the name of each original header that is not echoed on results either. */
    public static final String ORIGINAL = "dl_original_";

    private DeadLetterHeaders() {}
}
