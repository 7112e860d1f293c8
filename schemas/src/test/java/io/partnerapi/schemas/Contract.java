package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of the contract, and an independent JSON Schema validator with format assertions. */
final class Contract {
    static final List<String> SCHEMAS = List.of(
            "command",
            "result",
            "dead-letter-headers",
            "telemetry-token-quota",
            "telemetry-api-budget",
            "telemetry-paused",
            "telemetry-resumed",
            "telemetry-token-refreshed",
            "telemetry-token-refused");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private Contract() {}

    static Schema schema(String name) {
        return REGISTRY.getSchema(json(name));
    }

    /** Only the rule for a command's path. */
    static Schema path() {
        return REGISTRY.getSchema(json("command").at("/properties/path"));
    }

    static Schema metaschema() {
        return REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    }

    static JsonNode json(String name) {
        return json(file(name + ".schema.json"));
    }

    static JsonNode json(Path file) {
        try {
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file(String name) {
        return path(Command.class.getResource(name));
    }

    /** The sample files of one folder, each with a name that says what it is about. */
    static List<Path> golden(String folder) {
        try (Stream<Path> files = Files.list(path(Contract.class.getResource("/golden/" + folder)))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(URL url) {
        try {
            return Path.of(Objects.requireNonNull(url).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
