package io.partnerapi.worker.outcome;

import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.check.Checks;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The headers of a command that its result carries under their own names: those that correlate, trace or describe an event,
 * and those that the owner of the topics names. Any other may tell a reader how to deserialize the record or why it was
 * retried, which is true of the command only.
 *
 * @param further names, and beginnings of names that end in {@code *}; neither has case
 */
public record EchoedHeaders(List<String> further) {
    /** Most entries of the setting. */
    static final int MOST = 100;

    private static final String SETTING = "results.echoed-headers";
    private static final String ANY_END = "*";

    private static final Set<String> NAMES = Set.of(
            lower(ResultHeaders.CORRELATION_ID),
            lower(ResultHeaders.REPLY_TOPIC),
            lower(ResultHeaders.REPLY_PARTITION),
            // Quarkus, for its request/reply.
            "reply_correlation_id",
            "id",
            "correlationid",
            "correlation-id",
            "correlation_id",
            "x-correlation-id",
            "request-id",
            "x-request-id",
            ResultHeaders.TRACEPARENT,
            ResultHeaders.TRACESTATE,
            "baggage",
            "b3");

    private static final List<String> BEGINNINGS = List.of("x-b3-", "ce_");

    public EchoedHeaders {
        further = List.copyOf(further);
        Checks checks = new Checks()
                .require(
                        further.size() <= MOST,
                        SETTING,
                        further.size() + " names",
                        "must be at most " + MOST,
                        "Name several at once by their beginning, such as x-*");
        for (String name : further) {
            int star = name.indexOf(ANY_END);
            checks.require(
                    !name.isBlank() && (star < 0 || star == name.length() - 1),
                    SETTING,
                    name,
                    "must be the name of a header, or its beginning and *",
                    "Separate them by commas, such as tenant,x-*");
        }
        checks.orThrow();
    }

    /** Whether a header of this name is echoed under it. */
    boolean contains(String header) {
        String name = lower(header);
        return NAMES.contains(name)
                || BEGINNINGS.stream().anyMatch(name::startsWith)
                || further.stream().anyMatch(wanted -> matches(lower(wanted), name));
    }

    private static boolean matches(String wanted, String name) {
        return wanted.endsWith(ANY_END)
                ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                : name.equals(wanted);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
