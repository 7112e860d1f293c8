package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCodecTest {
    private static final String START = "{\"id\":\"c-1\",\"method\":\"POST\",\"path\":\"/cards\",\"body\":";

    private final CommandCodec codec = new CommandCodec();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "0.0",
                "-0.50",
                "123456789012345678901234567890",
                "0.1000000000000000055511151231257827",
                "1E+400",
                "9007199254740993",
                "[1.0,1.00,10]",
                "1e2",
                "1E2",
                "1e+2",
                "-0",
                "-0.0",
                "0e0",
                "0.0000001",
                "1E-07",
                "1e999999999999"
            })
    void numbersPassThroughDigitByDigit(String number) {
        // Given
        byte[] value = bytes(START + number + "}");

        // When
        Command command = valid(value);

        // Then
        assertThat(command.body()).isNotNull();
        assertThat(codec.encode(command)).asString().contains("\"body\":" + number);
    }

    @Test
    void whatIsLeftOutGetsItsDefault() {
        // When
        Command command = valid(bytes("{\"id\":\"c-1\",\"method\":\"GET\",\"path\":\"/cards\"}"));

        // Then
        assertThat(command)
                .isEqualTo(new Command(
                        "c-1",
                        Target.API,
                        "GET",
                        "/cards",
                        Map.of(),
                        Map.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void aSingleQueryValueIsAListAndHeaderNamesGetTheirUsualSpelling() {
        // When
        Command command = valid(bytes("{\"id\":\"c-1\",\"method\":\"GET\",\"path\":\"/cards\",\"query\":{\"b\":\"1\","
                + "\"a\":[\"2\",\"3\"]},\"headers\":{\"x-request-id\":\"7\"}}"));

        // Then
        assertThat(command.query()).containsExactly(Map.entry("b", List.of("1")), Map.entry("a", List.of("2", "3")));
        assertThat(command.headers()).containsExactly(Map.entry("X-Request-Id", "7"));
    }

    @Test
    void nullAndEmptyAreAnswers() {
        assertThat(malformed(null).problem()).isEqualTo("The record has no value.");
        assertThat(malformed(new byte[0]).problem()).isEqualTo("The value is empty.");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"id\":\"c-1\",\"path\":             | c-1",
                "{\"method\":\"GET\",\"id\":\"c-1\"}    | c-1",
                "{\"a\":{\"id\":\"x\"},\"id\":\"c-1\"}  | c-1",
                "{\"a\":[\"id\",{}],\"id\":\"c-1\" x    | c-1",
                "{\"\\u0069d\":\"c-1\"}                 | c-1",
                "{\"a\":{\"id\":\"x\"}}                 |",
                "{\"id\":\"c-1\",\"id\":\"c-1\"}        |",
                "{\"id\":\"c 1\"}                       |",
                "{\"id\":7}                             |",
                "[\"id\",\"c-1\"]                       |",
                "\"id\"                                 |",
                "x\"id\":\"c-1\"                        |",
            })
    void theIdIsReadWhereItCanBe(String value, String id) {
        assertThat(malformed(bytes(value)).id()).isEqualTo(id);
    }

    @Test
    void theLargestValueIsReadAndOneByteMoreIsNot() {
        // Given
        String head = START + "\"";
        String largest = head + "x".repeat(Limits.MAX_COMMAND_BYTES - head.length() - 2) + "\"}";

        // Then
        assertThat(valid(bytes(largest)).id()).isEqualTo("c-1");
        assertThat(malformed(bytes(largest + " ")))
                .isEqualTo(new Decoded.Malformed<>("The value is longer than 1048576 bytes.", "", "c-1"));
    }

    @Test
    void theDeepestBodyIsReadAndOneLevelMoreIsNot() {
        // Given
        int depth = Limits.MAX_BODY_DEPTH;

        // Then
        assertThat(valid(bytes(START + "[".repeat(depth) + "]".repeat(depth) + "}"))
                        .body())
                .isNotNull();
        assertThat(malformed(bytes(START + "[".repeat(depth + 1) + "]".repeat(depth + 1) + "}"))
                        .problem())
                .contains("at most 100 levels");
    }

    @Test
    void theLargestBinaryBodyIsReadAndOneByteMoreIsNot() {
        // Given
        BinaryBody largest = BinaryBody.of(new byte[Limits.MAX_BINARY_BODY_BYTES]);
        Command command = upload(largest);

        // When
        byte[] value = codec.encode(command);

        // Then
        assertThat(valid(value)).isEqualTo(command);
        assertThatThrownBy(() -> upload(BinaryBody.of(new byte[Limits.MAX_BINARY_BODY_BYTES + 1])))
                .hasMessage("/bodyBase64 must stand for 1 to 737280 bytes.");
    }

    static Stream<Arguments> foreignFormats() {
        String command = START + "{}}";
        return Stream.of(
                arguments(framed(command), "framed by the serializer of a schema registry"),
                arguments(framed(""), "framed by the serializer of a schema registry"),
                arguments(command.getBytes(StandardCharsets.UTF_16), "looks like UTF-16"),
                arguments(command.getBytes(StandardCharsets.UTF_16BE), "looks like UTF-16"),
                arguments(command.getBytes(StandardCharsets.UTF_16LE), "looks like UTF-16"),
                arguments(bytes("\uFEFF" + command), "must not start with a byte order mark"),
                arguments(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}, "compressed with gzip"),
                arguments(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 4}, "compressed with zstd"),
                arguments(new byte[] {0x04, 0x22, 0x4d, 0x18, 4}, "compressed with lz4"),
                arguments(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 't'}, "a serialized Java object"),
                arguments(bytes("\n\u0003c-1\u0012\u0003GET"), "looks binary, such as Avro or Protobuf"),
                arguments(bytes("\u0006c-1\u0006GET"), "looks binary"),
                arguments(bytes("Obj\u0001"), "looks binary"),
                arguments(bytes("{\u0001}"), "is not JSON at line 1"),
                arguments(bytes("<xml/>"), "is not JSON at line 1"),
                arguments(new byte[] {0}, "looks binary"),
                arguments(new byte[0], "is empty"));
    }

    @ParameterizedTest
    @MethodSource("foreignFormats")
    void aValueInAnotherFormatIsToldByWhatItLooksLike(byte[] value, String rule) {
        // When
        var malformed = malformed(value);

        // Then
        assertThat(malformed.problem()).startsWith("The value ").contains(rule);
    }

    private static byte[] framed(String json) {
        byte[] text = bytes(json);
        return ByteBuffer.allocate(5 + text.length)
                .put((byte) 0)
                .putInt(7)
                .put(text)
                .array();
    }

    /** A character of two bytes takes six in the path of a request. */
    @Test
    void theLongestTargetIsReadAndOneCharacterMoreIsNot() {
        // Given
        String wide = "\u00e4".repeat(1_024);
        String rest =
                "r".repeat(Limits.MAX_TARGET_LENGTH - "/cards?a=&b=".length() - 6 * 1_024 - "&c=".length() - 1_024);
        String query = "{\"id\":\"c-1\",\"method\":\"GET\",\"path\":\"/cards\",\"query\":{\"a\":\"" + wide
                + "\",\"b\":\"" + rest + "\",\"c\":\"" + "r".repeat(1_023);

        // When / Then
        assertThat(valid(bytes(query + "r\"}}")).path()).isEqualTo("/cards");
        assertThat(malformed(bytes(query + " \"}}")).problem())
                .contains("query", "8194 characters when encoded", "8192");
    }

    @Test
    void problemsDoNotRepeatBodiesOrControlCharacters() {
        // When
        var inBody = malformed(bytes(START + "{\"pan\": secret4111 }}"));
        var inName = malformed(bytes("{\"id\":\"c-1\",\"a\\nb\\ud83d\":1}"));

        // Then
        assertThat(inBody.problem())
                .doesNotContain("secret")
                .contains("/body/pan")
                .contains("line 1");
        assertThat(inName.problem()).startsWith("The value holds half");
        assertThat(malformed(bytes("{\"id\":\"c-1\",\"a\\nb\":1}")).pointer()).isEqualTo("/a?b");
        assertThat(malformed(bytes("{\"" + "n".repeat(1_000) + "\":1}")).pointer())
                .hasSize(256);
    }

    @Test
    void aCommandThatCannotBeReadIsNotWritten() {
        // Given
        Command tooLong = withBody("x".repeat(Limits.MAX_COMMAND_BYTES));

        // Then
        assertThatThrownBy(() -> codec.encode(tooLong)).hasMessage("The value is longer than 1048576 bytes.");
        assertThatThrownBy(() -> withBody("\ud83d")).hasMessage("The value holds half a surrogate pair in a string.");
    }

    private static Command withBody(String text) {
        return new Command(
                "c-1",
                Target.API,
                "POST",
                "/cards",
                Map.of(),
                Map.of(),
                JsonBody.of(TextNode.valueOf(text)),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Command upload(BinaryBody body) {
        return new Command(
                "c-1",
                Target.API,
                "POST",
                "/receipts",
                Map.of(),
                Map.of(),
                null,
                body,
                "application/pdf",
                null,
                null,
                null,
                null);
    }

    private Command valid(byte[] value) {
        return codec.decode(value).fold(command -> command, malformed -> {
            throw new AssertionError(malformed.problem());
        });
    }

    private Decoded.Malformed<Command> malformed(byte[] value) {
        return codec.decode(value)
                .fold(
                        command -> {
                            throw new AssertionError("accepted: " + command);
                        },
                        malformed -> malformed);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
