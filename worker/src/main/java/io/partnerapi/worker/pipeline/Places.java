package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.decode.Reading;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.turn.Place;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what the turn of a command is decided: the priority of its topic, and whom it is made for.
 *
 * @param weights of organizations; 1 for those not named
 */
public record Places(Map<String, Integer> weights) {
    public Places {
        weights = Map.copyOf(weights);
    }

    /** The share is the organization, or the key where none is named. */
    Place of(Taken taken, Reading reading) {
        String organization = reading.<@Nullable String>fold(
                accepted -> accepted.command().organizationId(), refused -> null, none -> null);
        return organization == null
                ? new Place(taken.priority(), key(taken.record().key()), 1)
                : new Place(taken.priority(), organization, weights.getOrDefault(organization, 1));
    }

    private static String key(byte @Nullable [] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}
