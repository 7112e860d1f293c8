package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuotaHeaderTest {

    private static final QuotaBucket HOUR = new QuotaBucket("per_hour", 42, 41, Duration.ofSeconds(1800));
    private static final QuotaBucket DAY = new QuotaBucket("per_day", 100, 99, Duration.ofSeconds(80000));

    static Stream<Arguments> headers() {
        return Stream.of(
                header("as documented", List.of(HOUR, DAY), "b=per_hour;q=42;r=41;t=1800,b=per_day;q=100;r=99;t=80000"),
                header(
                        "several fields",
                        List.of(HOUR, DAY),
                        "b=per_hour;q=42;r=41;t=1800",
                        "b=per_day;q=100;r=99;t=80000"),
                header("any order, spaces", List.of(HOUR), " t = 1800 ; r=41 ;  b=per_hour ; q= 42 "),
                header("capital keys, quotes", List.of(HOUR), "B=\"per_hour\";Q=\"42\";R=41;T=1800"),
                header("one bucket missing", List.of(DAY), "b=per_day;q=100;r=99;t=80000"),
                header(
                        "unknown bucket",
                        List.of(new QuotaBucket("per_week", 5, 4, Duration.ofSeconds(9))),
                        "b=per_week;q=5;r=4;t=9"),
                header("unknown key", List.of(HOUR), "b=per_hour;q=42;r=41;t=1800;x=1;y"),
                header(
                        "bad remaining leaves out that bucket",
                        List.of(DAY),
                        "b=per_hour;q=42;r=many;t=1800,b=per_day;q=100;r=99;t=80000"),
                header("negative remaining", List.of(), "b=per_hour;q=42;r=-1;t=1800"),
                header("bad reset", List.of(new QuotaBucket("per_hour", 42, 41, null)), "b=per_hour;q=42;r=41;t=soon"),
                header(
                        "reset in a thousand years",
                        List.of(new QuotaBucket("per_hour", 42, 41, null)),
                        "b=per_hour;q=42;r=41;t=31557600000"),
                header(
                        "limit missing",
                        List.of(new QuotaBucket("per_hour", 41, 41, Duration.ofSeconds(1800))),
                        "b=per_hour;r=41;t=1800"),
                header("too long a number", List.of(), "b=per_hour;q=42;r=99999999999999999999;t=1800"),
                header(
                        "twice the same: the scarcer",
                        List.of(HOUR),
                        "b=per_hour;q=42;r=42;t=1,b=per_hour;q=42;r=41;t=1800"),
                header("name missing", List.of(), "q=42;r=41;t=1800"),
                header("bad name", List.of(), "b=<b>;q=42;r=41;t=1800"),
                header("empty", List.of(), ""),
                header("no header", List.of()),
                header("separators only", List.of(), ",;,=;=,"),
                header("too long", List.of(), "b=per_hour;q=42;r=41;t=1800," + " ".repeat(QuotaHeader.LONGEST_HEADER)));
    }

    private static Arguments header(String name, List<QuotaBucket> expected, String... fields) {
        return Arguments.of(name, expected, List.of(fields));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void reads(String name, List<QuotaBucket> expected, List<String> fields) {
        // When
        List<QuotaBucket> buckets = QuotaHeader.parse("", fields);

        // Then
        assertThat(buckets).as(name).isEqualTo(expected);
    }

    @Property
    void readsAnythingWithoutFailing(@ForAll("headerLike") List<String> fields) {
        // When
        List<QuotaBucket> buckets = QuotaHeader.parse("organization.", fields);

        // Then
        assertThat(buckets).hasSizeLessThanOrEqualTo(QuotaHeader.MOST_BUCKETS);
        assertThat(buckets)
                .allMatch(bucket -> bucket.remaining() >= 0 && bucket.name().startsWith("organization."));
    }

    @Provide
    Arbitrary<List<String>> headerLike() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of("b=", "q=", "r=", "t=", "per_hour", ";", ",", "=", "7", "-", "\"", " "),
                Arbitraries.strings());
        return piece.list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces))
                .list()
                .ofMaxSize(5);
    }
}
