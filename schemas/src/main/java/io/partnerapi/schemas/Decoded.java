package io.partnerapi.schemas;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer of a codec to bytes from a topic: a value, or what is wrong with them. */
public sealed interface Decoded<T> {

    /** The result of the one function that fits. */
    <R extends @Nullable Object> R fold(
            Function<? super T, ? extends R> valid, Function<? super Malformed<T>, ? extends R> malformed);

    /** The bytes follow the contract. */
    record Valid<T>(T value) implements Decoded<T> {
        @Override
        public <R extends @Nullable Object> R fold(
                Function<? super T, ? extends R> valid, Function<? super Malformed<T>, ? extends R> malformed) {
            return valid.apply(value);
        }
    }

    /**
     * The bytes break the contract.
     *
     * @param problem one sentence for the sender: what is wrong and which rule it breaks, without body content
     * @param pointer JSON pointer to the place; empty for the whole value
     * @param id the command's id, when a valid one could still be read
     */
    record Malformed<T>(
            String problem, String pointer, @Nullable String id) implements Decoded<T> {
        @Override
        public <R extends @Nullable Object> R fold(
                Function<? super T, ? extends R> valid, Function<? super Malformed<T>, ? extends R> malformed) {
            return malformed.apply(this);
        }
    }
}
