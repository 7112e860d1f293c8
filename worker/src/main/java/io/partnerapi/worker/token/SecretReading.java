package io.partnerapi.worker.token;

import java.util.function.Function;

/** What came of reading the client secret. */
sealed interface SecretReading {

    /** The result of the function for this reading's type. */
    <R> R fold(Function<Credentials, R> read, Function<Unreadable, R> unreadable);

    /** The secret is there. */
    record Read(Credentials credentials) implements SecretReading {
        @Override
        public <R> R fold(Function<Credentials, R> read, Function<Unreadable, R> unreadable) {
            return read.apply(credentials);
        }
    }

    /** There is no secret to use, for this reason. */
    record Unreadable(String reason, String advice) implements SecretReading {
        @Override
        public <R> R fold(Function<Credentials, R> read, Function<Unreadable, R> unreadable) {
            return unreadable.apply(this);
        }
    }
}
