package io.partnerapi.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The partner's operations by target, method and path. Immutable and thread-safe.
 *
 * <p>A path matches a template when it has as many segments and each literal segment is equal after percent-decoding,
 * case included; a slash at the end makes another path. Where several templates match, a literal wins over a parameter,
 * the leftmost difference first: {@code /cards/available-cards} is not a card. HEAD is looked up as GET, because servers
 * run the same code for both. For most operations the partner publishes no path: those are never found.
 */
public final class OperationCatalogue {
    private static final String RESOURCE = "operations.csv";
    private static final Set<String> SENSITIVE_SEGMENTS = Set.of("pin", "otp", "pan", "cvv", "pci");

    private final List<Entry> entries;

    private OperationCatalogue(List<Entry> entries) {
        this.entries = entries;
    }

    /** The catalogue that comes with this module; read once. */
    public static OperationCatalogue standard() {
        return Standard.CATALOGUE;
    }

    static OperationCatalogue parse(String csv) {
        return new OperationCatalogue(CatalogueReader.read(csv).stream()
                .flatMap(row -> row.call().stream().map(call -> new Entry(call, row.operation())))
                .sorted(Comparator.comparing(entry -> entry.call().path(), PathTemplate.MOST_LITERAL_FIRST))
                .toList());
    }

    /** The operation that such a call runs, when it is known. */
    public Optional<Operation> find(Target target, String method, String path) {
        String looked = method.equals("HEAD") ? "GET" : method;
        List<String> segments = decodedSegments(path);
        return entries.stream()
                .filter(entry -> entry.call().method().equals(looked) && entry.fits(target, segments))
                .findFirst()
                .map(Entry::operation);
    }

    /** The repeat class of a command that claims none: an unknown operation is safe when it is a GET or HEAD. */
    public Repeat defaultRepeat(Target target, String method, String path) {
        return find(target, method, path)
                        .map(operation -> operation.operationClass() == OperationClass.READ)
                        .orElse(method.equals("GET") || method.equals("HEAD"))
                ? Repeat.SAFE
                : Repeat.UNSAFE;
    }

    /** Whether a command may claim to be {@link Repeat#SAFE}: not when its operation is classed UNSAFE. */
    public boolean allowsSafe(Target target, String method, String path) {
        return find(target, method, path)
                .map(operation -> operation.operationClass() != OperationClass.UNSAFE)
                .orElse(true);
    }

    /**
     * Whether an answer of this path may carry a card number, security code, PIN or one-time password: everything of
     * {@link Target#PCI}, every operation marked so whatever the method, and, because most paths are not published, every
     * path with a segment that names such a secret in any case.
     */
    public boolean sensitive(Target target, String path) {
        List<String> segments = decodedSegments(path);
        return target == Target.PCI
                || segments.stream()
                        .map(segment -> segment.toLowerCase(Locale.ROOT))
                        .anyMatch(SENSITIVE_SEGMENTS::contains)
                || entries.stream().anyMatch(entry -> entry.operation().sensitive() && entry.fits(target, segments));
    }

    private static List<String> decodedSegments(String path) {
        return PathRule.segments(path).stream().map(PathRule::decoded).toList();
    }

    private record Entry(CatalogueReader.Call call, Operation operation) {
        private boolean fits(Target target, List<String> segments) {
            return call.target() == target && call.path().matches(segments);
        }
    }

    /** Defers reading the resource to the first use. */
    private static final class Standard {
        private static final OperationCatalogue CATALOGUE = load();

        private static OperationCatalogue load() {
            try (InputStream csv = OperationCatalogue.class.getResourceAsStream(RESOURCE)) {
                return parse(new String(
                        Objects.requireNonNull(csv, RESOURCE + " is missing from the jar")
                                .readAllBytes(),
                        StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + RESOURCE, e);
            }
        }
    }
}
