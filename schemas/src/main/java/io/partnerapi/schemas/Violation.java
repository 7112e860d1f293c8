package io.partnerapi.schemas;

/**
 * A value breaks a rule of the contract. Records can reject only by throwing; the codecs turn it into
 * {@link Decoded.Malformed}.
 */
final class Violation extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_POINTER_LENGTH = 256;

    private final String pointer;
    private final String rule;

    /** The rule completes a sentence that starts with the place, such as "must be a string". */
    Violation(String pointer, String rule) {
        super((pointer.isEmpty() ? "The value" : pointer) + " " + rule + ".");
        this.pointer = pointer;
        this.rule = rule;
    }

    /** Of a value as a whole. */
    static Violation of(String rule) {
        return new Violation("", rule);
    }

    /** Of the field with this name. */
    static Violation at(String name, String rule) {
        return of(rule).below(name);
    }

    /** The same violation, seen from the object that holds the value under this name. */
    Violation below(String name) {
        return new Violation(readable("/" + name.replace("~", "~0").replace("/", "~1") + pointer), rule);
    }

    /** The same violation for those who may not see the names in the value. */
    Violation withoutPlace() {
        return pointer.isEmpty() ? this : of("holds a value that " + rule);
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String pointer() {
        return pointer;
    }

    /** Names come from the sender and end up in logs and headers: printable ASCII of bounded length. */
    static String readable(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() <= MAX_POINTER_LENGTH
                ? printable
                : printable.substring(0, MAX_POINTER_LENGTH - 3) + "...";
    }
}
