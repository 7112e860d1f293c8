package io.partnerapi.worker.check;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a setting, told to the person who must put it right.
 *
 * @param key the setting's name, such as {@code budget.guard}
 * @param shown the value as it may be shown, or null when there is none or it must stay hidden
 * @param rule what the value breaks, continuing the sentence "this setting ..."
 * @param advice what to do, as a sentence without its full stop
 */
public record Problem(String key, @Nullable String shown, String rule, String advice) {

    private static final int LONGEST_SHOWN = 120;

    public Problem {
        shown = shown == null ? null : printable(shown);
    }

    private static String printable(String value) {
        String oneLine = value.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= LONGEST_SHOWN ? oneLine : oneLine.substring(0, LONGEST_SHOWN) + "...";
    }

    @Override
    public String toString() {
        return key + (shown == null ? "" : " = " + shown) + ": " + rule + ". " + advice + ".";
    }
}
