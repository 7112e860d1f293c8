package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every value and for every sequence of bytes. */
class CodecPropertiesTest {
    private static final CommandCodec COMMANDS = new CommandCodec();
    private static final ResultCodec RESULTS = new ResultCodec();
    private static final TelemetryCodec TELEMETRY = new TelemetryCodec();
    private static final List<byte[]> GOLDEN = Contract.SCHEMAS.stream()
            .flatMap(name -> Contract.golden(name + "/valid").stream())
            .map(Contract::bytes)
            .toList();

    private static final Schema PATH = Contract.path();

    @Property
    void aCommandComesBackAsItWasAndItsSchemaAcceptsIt(@ForAll("commands") Command command) {
        byte[] value = COMMANDS.encode(command);
        assertThat(COMMANDS.decode(value)).isEqualTo(new Decoded.Valid<>(command));
        assertThat(Contract.schema("command").validate(text(value), InputFormat.JSON))
                .isEmpty();
    }

    @Property
    void aResultComesBackAsItWasAndItsSchemaAcceptsIt(@ForAll("results") Result result) {
        byte[] value = RESULTS.encode(result);
        assertThat(RESULTS.decode(value)).isEqualTo(new Decoded.Valid<>(result));
        assertThat(Contract.schema("result").validate(text(value), InputFormat.JSON))
                .isEmpty();
    }

    @Property
    void telemetryComesBackAsItWas(@ForAll("telemetry") Telemetry telemetry) {
        assertThat(TELEMETRY.decode(TELEMETRY.encode(telemetry))).isEqualTo(new Decoded.Valid<>(telemetry));
    }

    @Property
    void numbersKeepTheirTextFromACommandToItsResult(@ForAll("numbers") String number) {
        // Given
        String body = "{\"n\":[" + number + "," + number + "]}";
        String command = "{\"id\":\"c-1\",\"method\":\"POST\",\"path\":\"/cards\",\"body\": " + body + " }";

        // When
        JsonBody sent = COMMANDS.decode(bytes(command)).fold(Command::body, malformed -> null);
        JsonBody answered = JsonBody.read(bytes(" " + body + "\n")).fold(read -> read, malformed -> null);

        // Then
        assertThat(sent).isNotNull().isEqualTo(answered);
        assertThat(text(sent.toByteArray())).isEqualTo(body);
        assertThat(text(RESULTS.encode(answer(answered)))).contains("\"body\":" + body);
        assertThat(RESULTS.decode(RESULTS.encode(answer(answered))).fold(Result::body, malformed -> null))
                .isEqualTo(answered);
    }

    @Property
    void aBodySaysTheSameAsItDid(@ForAll("json") String json) throws Exception {
        // When
        JsonBody body = JsonBody.read(bytes(json)).fold(read -> read, malformed -> null);

        // Then
        assertThat(body).isNotNull();
        assertThat(text(body.toByteArray())).doesNotContain("\n", "\t");
        assertThat(texts(body.toByteArray())).isEqualTo(texts(bytes(json)));
        assertThat(JsonBody.read(body.toByteArray())).isEqualTo(new Decoded.Valid<>(body));
    }

    @Property
    void randomBytesAreAnAnswer(@ForAll byte[] value) {
        assertAnswers(value);
    }

    @Property
    void randomJsonLikeTextIsAnAnswer(@ForAll("jsonLike") String text) {
        assertAnswers(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 5_000)
    void damagedValuesAreAnAnswer(@ForAll long seed) {
        assertAnswers(damaged(new Random(seed)));
    }

    @Property(tries = 5_000)
    void whatIsAcceptedDamagedCanBeWrittenAgain(@ForAll long seed) {
        byte[] value = damaged(new Random(seed));
        COMMANDS.decode(value)
                .fold(
                        command -> assertThat(COMMANDS.decode(COMMANDS.encode(command)))
                                .isEqualTo(new Decoded.Valid<>(command)),
                        malformed -> assertThat(malformed.problem()).isNotBlank());
    }

    @Property(tries = 3_000)
    void thePathRuleAndItsPatternAgree(@ForAll("pathLike") String path) {
        assertThat(accepts(path))
                .as(path)
                .isEqualTo(PATH.validate(TextNode.valueOf(path)).isEmpty());
    }

    @Provide
    Arbitrary<Command> commands() {
        return Samples.commands();
    }

    @Provide
    Arbitrary<Result> results() {
        return Samples.results();
    }

    @Provide
    Arbitrary<Telemetry> telemetry() {
        return Samples.telemetry();
    }

    @Provide
    Arbitrary<String> json() {
        return Samples.json();
    }

    @Provide
    Arbitrary<String> numbers() {
        return Samples.numbers();
    }

    @Provide
    Arbitrary<String> jsonLike() {
        return pieces(
                "{",
                "}",
                "[",
                "]",
                "\"",
                ":",
                ",",
                "\"id\":\"a\"",
                "\"body\":",
                "1e9",
                "-",
                "0",
                "\\u",
                "d83d",
                "null",
                "true",
                " ",
                "\uFEFF",
                "\u0000",
                "\"method\":\"GET\"",
                "\"path\":\"/a\"",
                "1e999999999999",
                "NaN");
    }

    @Provide
    Arbitrary<String> pathLike() {
        return pieces(
                        "/", "/", "/cards", ".", "..", "%", "%2", "%2e", "%2F", "%25", "%C3", "%BC", "%E2", "%82",
                        "%AC", "%ED", "%A0", "%F0", "%9F", "%99", "%f4", "%90", "%80", "%C0", "%C2", "%00", "%7f",
                        "%41", ";", "?", "a", "-_~", "ü", " ", "\n", "%3b")
                .map(path -> path.length() % 3 == 0 ? path : "/" + path);
    }

    private static Arbitrary<String> pieces(String... pieces) {
        return Arbitraries.of(pieces).list().ofMaxSize(24).map(list -> String.join("", list));
    }

    /** A sample with a few bytes changed, removed, doubled or taken from another sample. */
    private static byte[] damaged(Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : GOLDEN.get(random.nextInt(GOLDEN.size()))) {
            bytes.add(b);
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.size());
            byte[] other = GOLDEN.get(random.nextInt(GOLDEN.size()));
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, (byte) random.nextInt(256));
                case 1 -> bytes.remove(at);
                case 2 -> bytes.add(at, bytes.get(at));
                default -> bytes.set(at, other[random.nextInt(other.length)]);
            }
            if (bytes.isEmpty()) {
                bytes.add((byte) '{');
            }
        }
        byte[] value = new byte[bytes.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = bytes.get(i);
        }
        return value;
    }

    private static void assertAnswers(byte[] value) {
        for (Decoded<?> decoded : List.of(COMMANDS.decode(value), RESULTS.decode(value), TELEMETRY.decode(value))) {
            String problem = decoded.fold(valid -> "Valid.", Decoded.Malformed::problem);
            assertThat(problem).matches("[ -~]{2,}\\.");
        }
        assertThat(JsonBody.read(value)).isNotNull();
    }

    private static boolean accepts(String path) {
        try {
            PathRule.check(path);
            return true;
        } catch (Violation violation) {
            return false;
        }
    }

    private static Result answer(JsonBody body) {
        return new Result(
                "c-1",
                Outcome.ANSWERED,
                200,
                Map.of(),
                body,
                null,
                null,
                List.of(),
                new Source("topic", 0, 0),
                "worker-1",
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /** The tokens of a text, with what they say. */
    private static List<String> texts(byte[] json) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                texts.add(parser.currentToken() + " " + parser.getText());
            }
        }
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
