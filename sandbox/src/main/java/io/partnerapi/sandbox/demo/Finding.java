package io.partnerapi.sandbox.demo;

/**
 * One thing that is wrong.
 *
 * @param problem which promise it breaks
 * @param subject the command's id, or what else it is about
 * @param detail what was seen
 */
record Finding(Problem problem, String subject, String detail) {
    @Override
    public String toString() {
        return detail.isEmpty() ? subject : subject + ": " + detail;
    }
}
