package io.partnerapi.worker.pipeline;

import org.jspecify.annotations.Nullable;

/** Makes what strangers wrote fit for a log: short, and without quotes, which end a field, and what is not printed. */
final class LogText {
    private static final int LONGEST = 128;

    private LogText() {}

    /** Empty for null. */
    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return shown.replaceAll("[\"\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
