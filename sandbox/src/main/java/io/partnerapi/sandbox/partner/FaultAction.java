package io.partnerapi.sandbox.partner;

import java.time.Duration;
import java.util.Map;

/** What happens instead of an answer. */
public sealed interface FaultAction {

    /** One word for ledgers and logs. */
    String name();

    /** Whether it spoils the true answer, so that there must be one. */
    default boolean needsAnswer() {
        return false;
    }

    /** Does it to one request. */
    void act(Target target);

    /** A request a fault can be done to. */
    interface Target {
        void answer(int status, Map<String, String> headers, String body);

        void hang();

        void reset();

        void refuseStream();

        void slowBody(Duration time);

        void oversizedBody(long bytes);
    }

    /** This answer; a content type is only sent if the headers name one. */
    record Answer(int status, Map<String, String> headers, String body) implements FaultAction {
        public Answer {
            headers = Map.copyOf(headers);
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException(
                        "fault status = " + status + ": must be a final HTTP status, 200-599");
            }
        }

        /** A JSON answer. */
        public static Answer json(int status, String body) {
            return new Answer(status, Map.of("Content-Type", "application/json"), body);
        }

        @Override
        public String name() {
            return "answer-" + status;
        }

        @Override
        public void act(Target target) {
            target.answer(status, headers, body);
        }
    }

    /** No answer, ever; the connection stays open. */
    record Hang() implements FaultAction {
        @Override
        public String name() {
            return "hang";
        }

        @Override
        public void act(Target target) {
            target.hang();
        }
    }

    /** The connection (HTTP/1.1) or the stream (HTTP/2) is broken off. */
    record Reset() implements FaultAction {
        @Override
        public String name() {
            return "reset";
        }

        @Override
        public void act(Target target) {
            target.reset();
        }
    }

    /** HTTP/2 REFUSED_STREAM, which promises that nothing was processed; over HTTP/1.1 the same as {@link Reset}. */
    record RefuseStream() implements FaultAction {
        @Override
        public String name() {
            return "refuse-stream";
        }

        @Override
        public void act(Target target) {
            target.refuseStream();
        }
    }

    /** The true answer, its body dripping over this time. */
    record SlowBody(Duration time) implements FaultAction {
        @Override
        public String name() {
            return "slow-body";
        }

        @Override
        public boolean needsAnswer() {
            return true;
        }

        @Override
        public void act(Target target) {
            target.slowBody(time);
        }
    }

    /** The true status with a JSON body of this many bytes instead of the true one. */
    record OversizedBody(long bytes) implements FaultAction {
        /** The largest body that can be asked for. */
        public static final long MAX_BYTES = 64L * 1024 * 1024;

        public OversizedBody {
            if (bytes < 32 || bytes > MAX_BYTES) {
                throw new IllegalArgumentException("fault bytes = " + bytes + ": must lie between 32 and " + MAX_BYTES);
            }
        }

        @Override
        public String name() {
            return "oversized-body";
        }

        @Override
        public boolean needsAnswer() {
            return true;
        }

        @Override
        public void act(Target target) {
            target.oversizedBody(bytes);
        }
    }
}
