package io.partnerapi.schemas;

import java.util.Comparator;
import java.util.List;

/** A path in which whole segments may be parameters, such as {@code /cards/{cardId}/replace}. */
final class PathTemplate {
    /** Of two templates that match one path, the one with the earlier literal comes first. */
    static final Comparator<PathTemplate> MOST_LITERAL_FIRST = Comparator.comparing(PathTemplate::shape);

    private static final String PARAMETER = "{}";

    private final List<String> segments;

    private PathTemplate(List<String> segments) {
        this.segments = segments;
    }

    /** Rejects what is neither literal segments nor parameters in braces. */
    static PathTemplate parse(String template) {
        if (!template.matches("(?:/(?:[A-Za-z0-9._-]+|\\{[A-Za-z0-9]+}))+")) {
            throw new IllegalArgumentException("'" + template + "' is not a path of literals and {parameters}");
        }
        return new PathTemplate(PathRule.segments(template).stream()
                .map(segment -> segment.startsWith("{") ? PARAMETER : segment)
                .toList());
    }

    /** Whether these decoded segments fit: as many, each literal equal in case, no parameter empty. */
    boolean matches(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.equals(PARAMETER) ? path.get(i).isEmpty() : !segment.equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private String shape() {
        StringBuilder shape = new StringBuilder();
        segments.forEach(segment -> shape.append(segment.equals(PARAMETER) ? 'p' : 'l'));
        return shape.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate that && segments.equals(that.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
