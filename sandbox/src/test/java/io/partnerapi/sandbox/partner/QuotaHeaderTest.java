package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.TokenQuota.Bucket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuotaHeaderTest {
    private static final List<Bucket> BUCKETS =
            List.of(new Bucket("per_hour", 42, 41, 60), new Bucket("per_day", 100, 99, 3600));

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(QuotaHeader.ONE_FIELD, List.of("b=per_hour;q=42;r=41;t=60,b=per_day;q=100;r=99;t=3600")),
                Arguments.of(
                        QuotaHeader.FIELD_PER_BUCKET,
                        List.of("b=per_hour;q=42;r=41;t=60", "b=per_day;q=100;r=99;t=3600")),
                Arguments.of(
                        QuotaHeader.UNTIDY,
                        List.of("b=per_fortnight;q=7;r=7;t=99;x=1 , r=41 ; t = 60;b=per_hour ;q=42 ,"
                                + "  r=99 ; t = 3600;b=per_day ;q=100")),
                Arguments.of(QuotaHeader.UNREADABLE, List.of("b=per_hour;q=many;r=-;t=,b=per_day;q=many;r=-;t=")),
                Arguments.of(QuotaHeader.ABSENT, List.of()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void writesEachForm(QuotaHeader form, List<String> expected) {
        // When
        List<String> values = form.values(BUCKETS);

        // Then
        assertThat(values).isEqualTo(expected);
    }
}
