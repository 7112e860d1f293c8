package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The codecs and the published JSON Schemas agree on every sample file. */
class GoldenTest {
    private static final Map<String, Function<byte[], Decoded<?>>> CODECS = Contract.SCHEMAS.stream()
            .filter(name -> !name.equals("dead-letter-headers"))
            .collect(Collectors.toMap(Function.identity(), GoldenTest::codec));

    @TestFactory
    Stream<DynamicTest> bothAcceptValidSamples() {
        return CODECS.entrySet().stream()
                .flatMap(kind -> tests(kind.getKey() + "/valid", file -> {
                    assertThat(problem(kind.getValue().apply(Contract.bytes(file))))
                            .isEmpty();
                    assertThat(Contract.schema(kind.getKey()).validate(Contract.json(file)))
                            .isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> bothRefuseInvalidSamplesAndTheCodecPointsAtTheFault() {
        return CODECS.entrySet().stream().flatMap(kind -> {
            Map<String, String> pointers = pointers(kind.getKey() + "/invalid");
            return tests(kind.getKey() + "/invalid", file -> {
                assertThat(pointer(kind.getValue().apply(Contract.bytes(file)))).isEqualTo(pointers.get(name(file)));
                assertThat(Contract.schema(kind.getKey()).validate(Contract.json(file)))
                        .isNotEmpty();
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> theCodecRefusesWhatASchemaCannotSay() {
        Map<String, String> pointers = pointers("command/beyond-schema");
        return tests("command/beyond-schema", file -> {
            assertThat(pointer(new CommandCodec().decode(Contract.bytes(file)))).isEqualTo(pointers.get(name(file)));
            assertThat(Contract.schema("command").validate(Contract.json(file))).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> theCodecRefusesWhatIsNotOneJsonValue() {
        return tests("command/unparseable", file -> assertThat(problem(new CommandCodec().decode(Contract.bytes(file))))
                .isNotEmpty());
    }

    @TestFactory
    Stream<DynamicTest> theSchemaTellsDeadLetterHeadersApart() {
        Schema schema = Contract.schema("dead-letter-headers");
        return Stream.concat(
                tests("dead-letter-headers/valid", file -> assertThat(schema.validate(Contract.json(file)))
                        .isEmpty()),
                tests("dead-letter-headers/invalid", file -> assertThat(schema.validate(Contract.json(file)))
                        .isNotEmpty()));
    }

    @Test
    void everyInvalidSampleHasAPointer() {
        Contract.SCHEMAS.stream()
                .filter(CODECS::containsKey)
                .map(name -> name + "/invalid")
                .forEach(folder ->
                        assertThat(pointers(folder).keySet()).containsExactlyInAnyOrderElementsOf(names(folder)));
    }

    private static Function<byte[], Decoded<?>> codec(String name) {
        return switch (name) {
            case "command" -> new CommandCodec()::decode;
            case "result" -> new ResultCodec()::decode;
            default -> new TelemetryCodec()::decode;
        };
    }

    private interface Check {
        void of(Path file);
    }

    private static Stream<DynamicTest> tests(String folder, Check check) {
        return Contract.golden(folder).stream()
                .map(file -> dynamicTest(folder + "/" + name(file), file.toUri(), () -> check.of(file)));
    }

    private static List<String> names(String folder) {
        return Contract.golden(folder).stream().map(GoldenTest::name).toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    private static Map<String, String> pointers(String folder) {
        Path file = Contract.golden(folder).get(0).resolveSibling("pointers.csv");
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(",", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String problem(Decoded<?> decoded) {
        return decoded.fold(valid -> "", Decoded.Malformed::problem);
    }

    private static String pointer(Decoded<?> decoded) {
        return decoded.fold(valid -> "accepted", Decoded.Malformed::pointer);
    }
}
