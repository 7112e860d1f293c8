package io.partnerapi.worker.call;

import java.util.List;
import java.util.Map;

/** What is known after an attempt to call the partner. */
public sealed interface CallResult {

    /** The answer of the case that applies. */
    <R> R match(Cases<R> cases);

    /** Whether the partner did not accept the token. */
    default boolean refusesToken() {
        return false;
    }

    /** Whether the request has certainly arrived at the partner: it was answered. */
    default boolean arrived() {
        return false;
    }

    /** One answer for each kind of result. */
    interface Cases<R> {
        R answered(Answered result);

        R tooLarge(TooLarge result);

        R notSent(NotSent result);

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

    /** The partner certainly did not process the call; {@link Proof} says what proves it. */
    record NotSent(String why) implements CallResult {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notSent(this);
        }
    }

    /** No whole answer came back, and no proof that the call was not processed: it may have been. */
    record NoAnswer(String why) implements CallResult {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.noAnswer(this);
        }
    }

    /** We did not write it: by the time there was a connection its permit, its start or its token had grown too old, or all calls paused. */
    record Withheld() implements CallResult {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.withheld(this);
        }
    }
}
