package io.partnerapi.schemas;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes JSON; what two readers could take differently (a name given twice, half a surrogate pair, bytes that are
 * not UTF-8, anything after the value) is not read. Thread-safe.
 */
final class ExactJson {
    private static final JsonFactory BODIES = factory(Limits.MAX_BODY_DEPTH, Limits.MAX_BODY_TOKENS);
    private static final JsonFactory ENVELOPES = factory(
            Limits.MAX_BODY_DEPTH + Limits.MAX_ENVELOPE_DEPTH, Limits.MAX_BODY_TOKENS + Limits.MAX_ENVELOPE_TOKENS);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final ObjectReader READER = MAPPER.reader();
    private static final ObjectWriter WRITER = MAPPER.writer();
    private static final String BODY = "body";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ExactJson() {}

    /** The one JSON value that these UTF-8 bytes are. */
    static JsonBody body(byte[] utf8) {
        return parse(utf8, Limits.MAX_RESULT_BYTES, BODIES, (parser, halfPairs) -> {
            first(parser);
            return new JsonBody(JsonCopy.of(parser, halfPairs));
        });
    }

    /** The value as UTF-8 bytes. */
    static byte[] write(JsonNode value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The value holds something that is not JSON", e);
        }
    }

    /** The JSON object that the value of a record is; the body in it is a {@link JsonBody} in a node. */
    static JsonNode envelope(byte[] value, int maxBytes) {
        return parse(value, maxBytes, ENVELOPES, ExactJson::fields);
    }

    /** The tree of a text that has been checked. */
    static JsonNode tree(String json) {
        try {
            return READER.readTree(json);
        } catch (JsonProcessingException | NumberFormatException e) {
            throw Violation.of("holds a number with too large an exponent");
        }
    }

    static JsonGenerator generator(Writer text) throws IOException {
        return BODIES.createGenerator(text);
    }

    /** A parser over bytes that may be anything: what is not UTF-8 reads as U+FFFD. */
    static JsonParser lenientParser(byte[] value) throws IOException {
        return ENVELOPES.createParser(new String(value, StandardCharsets.UTF_8));
    }

    private static JsonFactory factory(int maxDepth, int maxTokens) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(Limits.MAX_RESULT_BYTES)
                        .maxStringLength(Limits.MAX_RESULT_BYTES)
                        .maxNameLength(Limits.MAX_NAME_LENGTH)
                        .maxNumberLength(Limits.MAX_NUMBER_LENGTH)
                        .maxNestingDepth(maxDepth)
                        .maxTokenCount(maxTokens)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** Reads one value; it is told whether half a surrogate pair may stand in it. */
    private interface Read<T> {
        T from(JsonParser parser, boolean halfPairs) throws IOException;
    }

    private static <T> T parse(byte[] value, int maxBytes, JsonFactory factory, Read<T> read) {
        if (value.length > maxBytes) {
            throw Violation.of("is longer than " + maxBytes + " bytes");
        }
        ForeignFormat.rule(value).ifPresent(rule -> {
            throw Violation.of(rule);
        });
        CharBuffer text = decode(value);
        try (JsonParser parser = factory.createParser(text.array(), text.arrayOffset(), text.length())) {
            return readOne(parser, read, hasSurrogateEscape(text));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private static CharBuffer decode(byte[] value) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            if (text.length() > 0 && text.get(0) == BYTE_ORDER_MARK) {
                throw Violation.of("must not start with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw Violation.of("is not UTF-8 text");
        }
    }

    private static <T> T readOne(JsonParser parser, Read<T> read, boolean halfPairs) throws IOException {
        try {
            T value = read.from(parser, halfPairs);
            if (parser.nextToken() != null) {
                throw Violation.of("has something after its end");
            }
            return value;
        } catch (JacksonException e) {
            throw new Violation(pointer(parser), rule(e));
        } catch (NumberFormatException e) {
            throw new Violation(pointer(parser), "is a number with too large an exponent");
        }
    }

    private static JsonToken first(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw Violation.of("is empty");
        }
        return first;
    }

    private static JsonNode fields(JsonParser parser, boolean halfPairs) throws IOException {
        if (first(parser) != JsonToken.START_OBJECT) {
            return TextNode.valueOf(JsonCopy.of(parser, halfPairs));
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            once(!fields.has(name), parser);
            parser.nextToken();
            fields.set(
                    name,
                    name.equals(BODY)
                            ? new POJONode(new JsonBody(JsonCopy.of(parser, halfPairs)))
                            : READER.readTree(parser));
        }
        if (halfPairs) {
            wellFormed(fields);
        }
        return fields;
    }

    /** Checks that the parser's current name is new in its object. */
    static void once(boolean isNew, JsonParser parser) {
        if (!isNew) {
            throw new Violation(pointer(parser), "is given more than once");
        }
    }

    private static String pointer(JsonParser parser) {
        return Violation.readable(parser.getParsingContext().pathAsPointer().toString());
    }

    /** Jackson's own messages are not passed on: they can quote the value. */
    private static String rule(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "breaks a limit on JSON: at most " + Limits.MAX_BODY_DEPTH + " levels, " + Limits.MAX_BODY_TOKENS
                    + " tokens, " + Limits.MAX_NUMBER_LENGTH + " characters in a number and "
                    + Limits.MAX_NAME_LENGTH + " in a name";
        }
        if (e instanceof MismatchedInputException) {
            return "is given more than once";
        }
        if (e instanceof JsonEOFException) {
            return "ends before the JSON is complete";
        }
        return "is not JSON at line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }

    /** In valid UTF-8 half a pair can stand only as an escape, so most values need no look at their strings. */
    private static boolean hasSurrogateEscape(CharBuffer text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            if (text.get(i) == '\\' && text.get(i + 1) == 'u' && (text.get(i + 2) | ' ') == 'd') {
                return true;
            }
        }
        return false;
    }

    private static void wellFormed(JsonNode node) {
        if (node.isTextual()) {
            wellFormed(node.textValue());
        }
        node.fieldNames().forEachRemaining(ExactJson::wellFormed);
        node.forEach(ExactJson::wellFormed);
    }

    /** The same text, without half a surrogate pair in it. */
    static String wellFormed(String text) {
        if (text.codePoints().anyMatch(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE)) {
            throw Violation.of("holds half a surrogate pair in a string");
        }
        return text;
    }
}
