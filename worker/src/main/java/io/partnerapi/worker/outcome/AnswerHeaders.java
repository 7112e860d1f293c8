package io.partnerapi.worker.outcome;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What of an answer's headers a result repeats: all, unless they are too many. */
final class AnswerHeaders {
    /** Characters of all of them: more than proxies let pass, and far less than a body may have. */
    static final int MOST = 64 << 10;

    /** Without them nobody can read the body. */
    private static final Set<String> OF_THE_BODY = Set.of("content-type", "content-encoding");

    private static final int MOST_OF_THE_BODY = 1 << 10;

    private AnswerHeaders() {}

    static boolean areTooMany(Map<String, List<String>> headers) {
        return length(headers) > MOST;
    }

    /** All of them; where they are too many, what is needed to read the body. */
    static Map<String, List<String>> repeated(Map<String, List<String>> headers) {
        if (!areTooMany(headers)) {
            return headers;
        }
        Map<String, List<String>> kept = headers.entrySet().stream()
                .filter(header -> OF_THE_BODY.contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return length(kept) > MOST_OF_THE_BODY ? Map.of() : kept;
    }

    private static long length(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .flatMapToLong(header -> header.getValue().stream()
                        .mapToLong(value -> (long) header.getKey().length() + value.length()))
                .sum();
    }
}
