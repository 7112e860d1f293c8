package io.partnerapi.worker.decode;

import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.kafka.Address;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was read in a record of a command topic. */
public sealed interface Reading {

    /** The result of the one function that fits. */
    <R> R fold(Function<Accepted, R> accepted, Function<Refused, R> refused, Function<Unreadable, R> unreadable);

    /**
     * A command that may be run.
     *
     * @param repeatable whether calling twice is as good as once
     * @param sensitive whether the answer may carry card data and must be encrypted
     * @param deadline after which it is not to be sent, or null
     * @param operation bounded name for metrics and logs
     * @param replyTo where its result goes
     */
    record Accepted(
            Command command,
            boolean repeatable,
            boolean sensitive,
            @Nullable Instant deadline,
            String operation,
            Address replyTo)
            implements Reading {
        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<Refused, R> refused, Function<Unreadable, R> unreadable) {
            return accepted.apply(this);
        }
    }

    /** A command with an id that must not be sent. */
    record Refused(String id, Reason reason, Address replyTo) implements Reading {
        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<Refused, R> refused, Function<Unreadable, R> unreadable) {
            return refused.apply(this);
        }
    }

    /** Bytes in which not even a command's id can be read. */
    record Unreadable(Reason reason) implements Reading {
        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<Refused, R> refused, Function<Unreadable, R> unreadable) {
            return unreadable.apply(this);
        }
    }
}
