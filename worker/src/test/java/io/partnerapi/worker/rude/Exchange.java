package io.partnerapi.worker.rude;

import java.util.Map;

/** One request and what can be done to it; confined to the event loop of its connection. */
interface Exchange {
    Arrival arrival();

    void interim(int status);

    /** Begins the answer; its length is told where there is one. */
    void head(int status, int length, Map<String, String> headers);

    void body(String part);

    /** Ends the answer. */
    void end();

    /** Sends what belongs to no answer. */
    void stray();

    /** Ends the connection in order, with the answers that are under way. */
    void leave();

    /** Ends the connection with this answer. */
    void leaveInSilence();

    /** Says that it was not processed. */
    void refuse();

    /** Sends no more of the answer. */
    void cut();

    /** Ends it without an answer. */
    void reset();

    void resetConnection();

    /** Sends no answer, but something. */
    void garble();
}
