package io.partnerapi.schemas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the operation catalogue: comma-separated, one operation a line, fields with commas in double quotes. */
final class CatalogueReader {
    private static final String HEADER = "operation,class,method,target,path,sensitive,what_a_blind_repeat_does";
    private static final int COLUMNS = HEADER.split(",").length;

    private CatalogueReader() {}

    /** How an operation is called. */
    record Call(Target target, String method, PathTemplate path) {
        @Override
        public String toString() {
            return method + " " + target.wire() + " " + path;
        }
    }

    /** One line; the call is empty when the partner does not publish it. */
    record Row(Operation operation, Optional<Call> call) {}

    /** All rows, or an {@link IllegalArgumentException} that names the first bad line. */
    static List<Row> read(String csv) {
        List<String> lines = csv.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw bad(1, "the columns must be " + HEADER);
        }
        List<Row> rows = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int number = 2; number <= lines.size(); number++) {
            try {
                Row row = row(fields(lines.get(number - 1)));
                unique(seen, row.operation().name());
                row.call().ifPresent(call -> unique(seen, call));
                rows.add(row);
            } catch (IllegalArgumentException e) {
                throw bad(number, e.getMessage());
            }
        }
        return rows;
    }

    private static Row row(List<String> fields) {
        if (fields.size() != COLUMNS) {
            throw new IllegalArgumentException("there are " + fields.size() + " fields instead of " + COLUMNS);
        }
        if (!fields.get(0).matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("'" + fields.get(0) + "' is not an operation's name");
        }
        OperationClass operationClass =
                oneOf("class", fields.get(1), Arrays.asList(OperationClass.values()), OperationClass::name);
        boolean sensitive = oneOf("sensitive", fields.get(5), List.of("yes", ""), text -> text)
                .equals("yes");
        return new Row(
                new Operation(fields.get(0), operationClass, sensitive),
                call(fields.get(2), fields.get(3), fields.get(4)));
    }

    private static Optional<Call> call(String method, String target, String path) {
        if (method.isEmpty() && target.isEmpty() && path.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Call(
                oneOf("target", target, Arrays.asList(Target.values()), Target::wire),
                oneOf("method", method, CommandRules.METHODS, text -> text),
                PathTemplate.parse(path)));
    }

    private static <T> T oneOf(String column, String text, List<T> values, Function<T, String> spelling) {
        return values.stream()
                .filter(value -> spelling.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s '%s' must be one of %s",
                        column,
                        text,
                        values.stream().map(spelling).toList())));
    }

    private static void unique(Set<Object> seen, Object key) {
        if (!seen.add(key)) {
            throw new IllegalArgumentException("'" + key + "' is there twice");
        }
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a double quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }

    private static IllegalArgumentException bad(int line, @Nullable String problem) {
        return new IllegalArgumentException("Operation catalogue, line " + line + ": " + problem);
    }
}
