package io.partnerapi.worker.config;

import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.check.Problem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values, noting what is wrong and going on with the default, so that one start tells of every problem.
 */
final class Values {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(B|KiB|MiB)?");

    private final Layers layers;
    private final List<Problem> problems;

    /** @param problems what is found wrong is added here */
    Values(Layers layers, List<Problem> problems) {
        this.layers = layers;
        this.problems = problems;
    }

    /** The text, empty if it is set nowhere. */
    String text(Setting setting) {
        String value = layers.value(setting.key());
        return value == null ? "" : value;
    }

    int integer(Setting setting) {
        return parsed(setting, Integer::parseInt, "must be a whole number", "Write digits only");
    }

    boolean flag(Setting setting) {
        return parsed(setting, Values::parseFlag, "must be true or false", "Write one of the two");
    }

    Duration duration(Setting setting) {
        return parsed(
                setting,
                Duration::parse,
                "must be an ISO 8601 duration",
                "Write PT30S for 30 seconds or PT5M for 5 minutes");
    }

    /** A number of bytes. */
    int size(Setting setting) {
        return parsed(
                setting, Values::parseSize, "must be a size", "Write a number and B, KiB or MiB, such as 768 KiB");
    }

    URI url(Setting setting) {
        return parsed(setting, URI::create, "must be a URL", "Use the form https://host/path");
    }

    /** The parts between commas, without those that are empty. */
    List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** A file that can be read and is not empty; null if it is not set. */
    @Nullable
    Path file(Setting setting) {
        String text = text(setting);
        if (text.isEmpty()) {
            return null;
        }
        Path file;
        try {
            file = Path.of(text);
        } catch (InvalidPathException e) {
            problem(setting.key(), text, "must be the path of a file", "Correct the path");
            return null;
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problem(setting.key(), text, "must be a file that the worker can read", "Check the path and its rights");
        }
        return file;
    }

    <T> T parsed(Setting setting, Function<String, T> parse, String rule, String advice) {
        String text = text(setting);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            boolean mayHoldPassword = text.contains("@");
            problem(setting.key(), mayHoldPassword ? null : text, rule, advice);
            return parse.apply(layers.standard(setting.key()));
        }
    }

    /** A record, or nothing if its constructor refused the values; what it said against them is noted. */
    <T> Optional<T> part(Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (InvalidSettings e) {
            Set<String> noted = problems.stream().map(Problem::key).collect(Collectors.toSet());
            e.problems().stream()
                    .filter(problem -> !noted.contains(problem.key()))
                    .forEach(this::note);
            return Optional.empty();
        }
    }

    void problem(String key, @Nullable String shown, String rule, String advice) {
        note(new Problem(key, shown, rule, advice));
    }

    private void note(Problem problem) {
        String origin = layers.origin(problem.key());
        String shown = problem.shown();
        problems.add(
                shown == null || origin == null
                        ? problem
                        : new Problem(problem.key(), shown + " (" + origin + ")", problem.rule(), problem.advice()));
    }

    private static boolean parseFlag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private static int parseSize(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = size.group(2);
        int shift = unit == null || unit.equals("B") ? 0 : unit.equals("KiB") ? 10 : 20;
        long bytes = Long.parseLong(size.group(1)) << shift;
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
