package io.partnerapi.worker.token;

import java.nio.file.Path;
import java.util.function.Function;

/** Where the client secret comes from; its text form never shows the secret. */
public sealed interface ClientSecret {

    /** The result of the function for this secret's type. */
    <R> R fold(Function<Inline, R> inline, Function<FromFile, R> fromFile);

    /** The secret itself, from the settings; {@link TokenSettings} refuses a blank one. */
    record Inline(String value) implements ClientSecret {

        @Override
        public <R> R fold(Function<Inline, R> inline, Function<FromFile, R> fromFile) {
            return inline.apply(this);
        }

        @Override
        public String toString() {
            return "Inline[hidden]";
        }
    }

    /** A file whose content is the secret; it is read again when it changes. */
    record FromFile(Path path) implements ClientSecret {
        @Override
        public <R> R fold(Function<Inline, R> inline, Function<FromFile, R> fromFile) {
            return fromFile.apply(this);
        }
    }
}
