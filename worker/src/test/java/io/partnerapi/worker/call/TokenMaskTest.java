package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.call.CallResult.Answered;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a partner repeats a token in, nobody reads it there. */
class TokenMaskTest extends CallsOverTls {
    private static final String TOKEN = TestCaller.TOKEN;
    private static final TokenMask MASK = TokenMask.none().next(TOKEN);

    /** By URLs, by the JSON of PHP, .NET and Gson, by JSON in JSON, and by HTML. */
    static Stream<String> spellings() {
        String percent = URLEncoder.encode(TOKEN, UTF_8);
        return Stream.of(
                TOKEN,
                percent,
                percent.toLowerCase(Locale.ROOT),
                percent.replace("%", "%25"),
                TOKEN.replace("/", "\\/"),
                TOKEN.replace("/", "\\\\\\/"),
                TOKEN.replace("+", "\\u002B"),
                TOKEN.replace("=", "\\\\u003d"),
                TOKEN.replace("/", "&#x2F;").replace("+", "&#43;").replace("=", "&#x3d;"));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void tokenIsMaskedHoweverItIsWritten(String spelling) {
        assertThat(MASK.apply(spelling)).isEqualTo("[token withheld]");
        assertThat(MASK.apply("é" + spelling + spelling + "a" + spelling))
                .isEqualTo("é[token withheld][token withheld]a[token withheld]");
    }

    /** However many bytes stand before it and behind it, and in either alphabet. */
    @Test
    void tokenIsMaskedInBase64() {
        IntStream.range(0, 9)
                .mapToObj(i -> ("Bearer 42?".substring(0, i) + TOKEN + "?".repeat(i % 4)).getBytes(UTF_8))
                .forEach(echo -> Stream.of(
                                Base64.getEncoder(),
                                Base64.getUrlEncoder(),
                                Base64.getEncoder().withoutPadding())
                        .map(encoder -> encoder.encodeToString(echo))
                        .forEach(text -> {
                            assertThat(MASK.apply(text)).contains(TokenMask.MARK);
                            assertThat(MASK.apply(text).replace(TokenMask.MARK, ""))
                                    .hasSizeLessThan(24);
                        }));
    }

    @Test
    void whatHoldsNoTokenIsTheSame() {
        // Given
        byte[] text = ("{\"a\":\"" + TOKEN.substring(1) + "\"}").repeat(100).getBytes(UTF_8);

        // Then
        assertThat(MASK.apply(text)).isSameAs(text);
        assertThat(MASK.apply(TOKEN.replace("+", " "))).isEqualTo(TOKEN.replace("+", " "));
        assertThat(TokenMask.none().next("short").apply("a short word")).isEqualTo("a short word");
    }

    @Test
    void tokenBeforeThisOneIsMaskedToo() {
        assertThat(MASK.next("another-token").apply(TOKEN + " another-token"))
                .isEqualTo("[token withheld] [token withheld]");
        assertThat(MASK.next(TOKEN)).isSameAs(MASK);
    }

    @Property
    void noTextKeepsAToken(
            @ForAll @StringLength(min = TokenMask.SHORTEST, max = 20) @CharRange(from = 'a', to = 'c') String token,
            @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'c') String text) {
        // When
        String masked = TokenMask.none().next(token).apply(text + token + text);

        // Then
        assertThat(masked).contains(TokenMask.MARK).doesNotContain(token);
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void answerIsToldWithoutTheTokenItRepeats(Wire wire) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.request();
            byte[] body = ("{\"authorization\":\"Bearer " + TOKEN + "\"}").getBytes(UTF_8);
            peer.head(200, body.length, "x-echo", "Bearer " + TOKEN, "x-echo", "b", "content-type", "application/json");
            for (byte b : body) {
                peer.body(new byte[] {b});
            }
            peer.end();
            peer.closed();
        })) {
            TestCaller caller =
                    TestCaller.patient(vertx, partner.url(), partner.authority(folder), Duration.ofSeconds(30));

            // When
            Answered answer = (Answered) TestCaller.await(caller.post());

            // Then
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"authorization\":\"Bearer [token withheld]\"}");
            assertThat(answer.headers()).containsEntry("x-echo", List.of("Bearer [token withheld]", "b"));
        }
    }
}
