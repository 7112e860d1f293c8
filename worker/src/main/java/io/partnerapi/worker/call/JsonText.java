package io.partnerapi.worker.call;

/** What a body that is said to be JSON tells of its own end: pure. */
enum JsonText {
    /** It ends inside an object, an array or a string: something is missing. */
    CUT,
    /** Its object or array is closed: nothing is missing. */
    CLOSED,
    /** It may go on, as a number may, or is no JSON. */
    OPEN;

    static JsonText of(byte[] body) {
        int depth = 0;
        boolean inString = false;
        boolean escaped = false;
        JsonText seen = OPEN;
        for (byte b : body) {
            if (inString) {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
                seen = CLOSED;
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
        return inString || depth > 0 ? CUT : seen;
    }
}
