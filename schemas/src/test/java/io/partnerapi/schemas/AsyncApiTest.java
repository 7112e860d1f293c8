package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The AsyncAPI 3 document is whole: its parts are of the kinds the specification names, and every reference leads somewhere. */
class AsyncApiTest {
    private final JsonNode document = read();

    @Test
    void hasWhatTheSpecificationRequires() {
        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/version").asText()).isNotBlank();
        assertThat(names(document))
                .isSubsetOf(
                        "asyncapi",
                        "id",
                        "info",
                        "servers",
                        "defaultContentType",
                        "channels",
                        "operations",
                        "components");
        assertThat(document.path("servers")).isNotEmpty().allSatisfy(server -> assertThat(names(server))
                .contains("host", "protocol"));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        // When
        List<String> references = new ArrayList<>();
        collectReferences(document, references);

        // Then
        assertThat(references).hasSizeGreaterThan(40).allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse();
            } else {
                assertThat(Files.isRegularFile(Contract.file("asyncapi.yaml").resolveSibling(reference)))
                        .isTrue();
            }
        });
    }

    @Test
    void everyPublishedSchemaIsUsed() {
        // When
        List<String> references = new ArrayList<>();
        collectReferences(document, references);

        // Then
        assertThat(references)
                .containsAll(Contract.SCHEMAS.stream()
                        .map(name -> "./" + name + ".schema.json")
                        .toList());
    }

    @Test
    void channelsHaveTheTopicsOfTheContract() {
        assertThat(document.at("/channels/commands/address").asText()).isEqualTo("partner.commands");
        assertThat(document.at("/channels/results/address").asText()).isEqualTo("partner.results");
        assertThat(document.at("/channels/deadLetters/address").asText()).isEqualTo("partner.dead-letters");
        assertThat(document.at("/channels/quota/address").asText()).isEqualTo("partner.quota");
        assertThat(document.at("/channels/replies/address").isNull()).isTrue();
        assertThat(document.path("channels")).allSatisfy(channel -> assertThat(channel.path("messages"))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message.path("$ref").asText()).startsWith("#/components/messages/")));
    }

    @Test
    void operationsUseMessagesOfTheirChannel() {
        assertThat(document.path("operations")).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            String channel = operation.at("/channel/$ref").asText();
            assertThat(channel).startsWith("#/channels/");
            assertThat(operation.path("messages")).isNotEmpty().allSatisfy(message -> assertThat(
                            message.path("$ref").asText())
                    .startsWith(channel + "/messages/"));
        });
    }

    @Test
    void messagesHaveAPayloadAndAKafkaKey() {
        assertThat(document.at("/components/messages")).isNotEmpty().allSatisfy(message -> {
            assertThat(names(message)).contains("name", "title", "payload", "bindings");
            JsonNode bindings = message.path("bindings");
            JsonNode resolved = bindings.has("$ref")
                    ? document.at(bindings.path("$ref").asText().substring(1))
                    : bindings;
            assertThat(resolved.at("/kafka/key/type").asText()).isEqualTo("string");
        });
    }

    @Test
    void resultHeadersAreThoseOfTheCode() {
        // Given
        JsonNode headers = document.at("/components/schemas/resultHeaders");

        // When
        Set<String> documented = new HashSet<>(names(headers.path("properties")));
        documented.addAll(names(document.at("/components/schemas/commandHeaders/properties")));
        documented.add(headers.at("/properties/ce_type/const").asText());
        documented.add(headers.at("/properties/ce_specversion/const").asText());
        documented.add(headers.at("/properties/content-type/const").asText());

        // Then
        assertThat(documented)
                .isEqualTo(PublishedDocumentsTest.constants(ResultHeaders.class).stream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()));
    }

    private static void collectReferences(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collectReferences(child, references));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Contract.bytes(Contract.file("asyncapi.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
