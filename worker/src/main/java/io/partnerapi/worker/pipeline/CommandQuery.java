package io.partnerapi.worker.pipeline;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which commands are asked for; without both, all.
 *
 * @param id of the command, or null for any
 * @param key of its record, or null for any
 */
public record CommandQuery(@Nullable String id, @Nullable String key) {
    /** Every command held. */
    public static final CommandQuery ALL = new CommandQuery(null, null);

    boolean matches(Execution command) {
        return (id == null || id.equals(command.id())) && (key == null || Objects.equals(key, command.key()));
    }
}
