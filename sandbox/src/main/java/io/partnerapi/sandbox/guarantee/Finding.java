package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Sent;

/**
 * One thing that is wrong.
 *
 * @param problem which promise it breaks
 * @param subject the command's id, or what else it is about
 * @param detail what was seen
 */
public record Finding(Problem problem, String subject, String detail) {
    static Finding of(Problem problem, Sent sent, String detail) {
        Planned planned = sent.planned();
        String subject =
                "%s (%s, key %s, record %s)".formatted(planned.id(), planned.kind(), planned.key(), sent.position());
        return new Finding(problem, subject, detail);
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? subject : subject + ": " + detail;
    }
}
