package io.partnerapi.worker.config;

import io.partnerapi.worker.check.Problem;
import io.partnerapi.worker.kafka.KafkaSettings;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells names that mean no setting: an error in a file, at most a doubt in an environment that others fill as well. */
final class Names {

    private static final Map<String, String> KEY_BY_VARIABLE = Arrays.stream(Setting.values())
            .map(Setting::key)
            .collect(Collectors.toMap(Setting::environmentName, Function.identity()));

    private final Set<String> inFile;
    private final Set<String> inEnvironment;

    Names(Collection<String> inFile, Collection<String> inEnvironment) {
        this.inFile = new TreeSet<>(inFile);
        this.inEnvironment = new TreeSet<>(inEnvironment);
    }

    /** Names in the file that are no settings; their values stay hidden, since a mistyped name may carry a secret. */
    List<Problem> unknown() {
        return inFile.stream()
                .filter(key -> !key.startsWith(KafkaSettings.COMMON_PREFIX) && !KEY_BY_VARIABLE.containsValue(key))
                .map(key -> new Problem(key, null, "is no setting", advice(key)))
                .toList();
    }

    private static String advice(String key) {
        return Nearest.to(key.toLowerCase(Locale.ROOT), KEY_BY_VARIABLE.values())
                .map(nearest -> "Did you mean " + nearest + "? If so, write that")
                .orElse("Remove it");
    }

    /** Variables whose names are so near to a setting's that they are probably meant for it. */
    List<String> doubtful() {
        return inEnvironment.stream()
                .filter(variable -> !KEY_BY_VARIABLE.containsKey(variable.toUpperCase(Locale.ROOT)))
                .flatMap(variable -> Nearest.to(variable, KEY_BY_VARIABLE.keySet()).stream()
                        .map(nearest -> "The variable " + variable + " sets nothing. Did you mean " + nearest + "?"))
                .toList();
    }
}
