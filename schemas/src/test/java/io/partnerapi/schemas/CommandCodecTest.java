package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
