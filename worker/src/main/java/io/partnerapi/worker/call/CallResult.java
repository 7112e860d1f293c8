package io.partnerapi.worker.call;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known after an attempt to call the partner. */
public sealed interface CallResult {
    /** RFC 9110, 15.5.20. */
    int MISDIRECTED = 421;
    /** RFC 8470, 5.2. */
    int TOO_EARLY = 425;

    /** The answer of the case that applies. */
    <R> R match(Cases<R> cases);

    /** Whether the partner did not accept the token. */
    default boolean refusesToken() {
        return false;
    }

    /** Whether the partner wants the call on another connection (RFC 9110, 15.5.20). */
    default boolean isMisdirected() {
        return false;
    }

    /** The same, when an answer with this status had begun. */
    default CallResult begun(int status) {
        return this;
    }

    /** Whether the request has certainly arrived at the partner: it was answered. */
    default boolean arrived() {
        return false;
    }

    /**
     * Whether these headers, by lower-case name, say that the body is JSON; RFC 9110, 8.3.1 and RFC 6839, 3.1: media types
     * have no case, and parameters may follow.
     */
    static boolean saysJson(Map<String, List<String>> headers) {
        String type = headers.getOrDefault("content-type", List.of("")).get(0);
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.endsWith("+json");
    }

    /** One answer for each kind of result. */
    interface Cases<R> {
        R answered(Answered result);

        R tooLarge(TooLarge result);

        R notSent(NotSent result);

        R disclaimed(Disclaimed result);

        R noAnswer(NoAnswer result);

        R withheld(Withheld result);
    }

    /**
     * The partner answered.
     *
     * @param headers by lower-case name
     */
    record Answered(int status, Map<String, List<String>> headers, byte[] body) implements CallResult {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.answered(this);
        }

        @Override
        public boolean refusesToken() {
            return status == 401;
        }

        @Override
        public boolean isMisdirected() {
            return status == MISDIRECTED;
        }

        /** Whether it says that the call was not processed: RFC 9110, 15.5.20 and RFC 8470, 5.2. */
        public boolean isUnprocessed() {
            return status == MISDIRECTED || status == TOO_EARLY;
        }

        @Override
        public boolean arrived() {
            return true;
        }

        /** The first value of a header, by lower-case name; empty when it is absent. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** The partner answered, with a body longer than is accepted; the rest was not read. */
    record TooLarge(int status, Map<String, List<String>> headers, int limit) implements CallResult {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.tooLarge(this);
        }

        @Override
        public boolean arrived() {
            return true;
        }
    }

    /**
     * The partner certainly did not process the call; {@link Proof} says what proves it.
     *
     * @param hopeless whether that is for the call itself, which no other attempt would change, and which says nothing of the
     *     partner
     */
    record NotSent(String why, boolean hopeless) implements CallResult {
        public NotSent(String why) {
            this(why, false);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notSent(this);
        }
    }

    /**
     * The partner left the connection (HTTP/2 GOAWAY) with the requests that it took, and will not process this one: it is for
     * the next connection.
     */
    record Disclaimed() implements CallResult {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.disclaimed(this);
        }
    }

    /**
     * No whole answer came back, and no proof that the call was not processed: it may have been.
     *
     * @param status that of the answer that broke off; null if none had begun
     * @param waited for as long as a call may take, or until the answer could not come any more; else we gave it up before,
     *     which says nothing of the partner
     */
    record NoAnswer(String why, @Nullable Integer status, boolean waited) implements CallResult {
        public NoAnswer(String why) {
            this(why, null);
        }

        public NoAnswer(String why, @Nullable Integer status) {
            this(why, status, true);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.noAnswer(this);
        }

        @Override
        public CallResult begun(int status) {
            return new NoAnswer(why, status, waited);
        }
    }

    /**
     * Nothing was written and nobody is to blame: all connections were in use, or its own, which had served others, ended
     * first; or by the time there was one the call's permit, its start or its token had grown too old, or all calls paused.
     */
    record Withheld() implements CallResult {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.withheld(this);
        }
    }
}
