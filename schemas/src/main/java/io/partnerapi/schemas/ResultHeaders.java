package io.partnerapi.schemas;

/** Names of the Kafka headers of a result, beside those of the command that are echoed. */
public final class ResultHeaders {
    /** CloudEvents: the id of this event. */
    public static final String CE_ID = "ce_id";
    /** CloudEvents: {@value #TYPE}. */
    public static final String CE_TYPE = "ce_type";
    /** CloudEvents: who made the event, as a URI reference. */
    public static final String CE_SOURCE = "ce_source";
    /** CloudEvents: {@value #SPEC_VERSION}. */
    public static final String CE_SPEC_VERSION = "ce_specversion";
    /** CloudEvents: when the command finished, ISO 8601 in UTC. */
    public static final String CE_TIME = "ce_time";
    /** CloudEvents: {@value #JSON}. */
    public static final String CONTENT_TYPE = "content-type";
    /** Spring's request/reply: the asker's correlation id, echoed byte for byte. */
    public static final String CORRELATION_ID = "kafka_correlationId";
    /** Spring's request/reply, on the command: the topic the asker waits on. */
    public static final String REPLY_TOPIC = "kafka_replyTopic";
    /** Spring's request/reply, on the command: the partition the asker waits on, four bytes, big-endian. */
    public static final String REPLY_PARTITION = "kafka_replyPartition";
    /** W3C Trace Context: continued from the command. */
    public static final String TRACEPARENT = "traceparent";
    /** W3C Trace Context: continued from the command. */
    public static final String TRACESTATE = "tracestate";

    /** Value of {@link #CE_TYPE}. */
    public static final String TYPE = "io.partnerapi.result.v1";
    /** Value of {@link #CE_SPEC_VERSION}. */
    public static final String SPEC_VERSION = "1.0";
    /** Value of {@link #CONTENT_TYPE}. */
    public static final String JSON = "application/json";

    private ResultHeaders() {}
}
