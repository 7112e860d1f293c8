package io.partnerapi.schemas;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads and writes JSON without changing it: numbers keep every digit, and what two readers could take differently
 * (a name given twice, half a surrogate pair, bytes that are not UTF-8, anything after the value) is not read.
 * Thread-safe.
 */
public final class ExactJson {
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
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ExactJson() {}

    /** The JSON value of these UTF-8 bytes; empty when they are not one value that can be written again unchanged. */
    public static Optional<JsonNode> read(byte[] value) {
        try {
            return Optional.of(parse(value, Limits.MAX_RESULT_BYTES, BODIES));
        } catch (Violation violation) {
            return Optional.empty();
        }
    }

    /** The value as UTF-8 bytes. */
    public static byte[] write(JsonNode value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The value holds something that is not JSON", e);
        }
    }

    /** The JSON value of a record of a topic, which may hold a body. */
    static JsonNode parseEnvelope(byte[] value, int maxBytes) {
        return parse(value, maxBytes, ENVELOPES);
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

    private static JsonNode parse(byte[] value, int maxBytes, JsonFactory factory) {
        if (value.length > maxBytes) {
            throw Violation.of("is longer than " + maxBytes + " bytes");
        }
        CharBuffer text = decode(value);
        try (JsonParser parser = factory.createParser(text.array(), text.arrayOffset(), text.length())) {
            JsonNode node = readOne(parser);
            if (hasSurrogateEscape(text) && !isWellFormed(node)) {
                throw Violation.of("holds half a surrogate pair in a string");
            }
            return node;
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

    private static JsonNode readOne(JsonParser parser) throws IOException {
        try {
            JsonNode node = READER.readTree(parser);
            if (node == null || node.isMissingNode()) {
                throw Violation.of("is empty");
            }
            if (parser.nextToken() != null) {
                throw Violation.of("has something after its end");
            }
            return node;
        } catch (JacksonException e) {
            throw new Violation(pointer(parser), rule(e));
        } catch (NumberFormatException e) {
            throw new Violation(pointer(parser), "is a number with too large an exponent");
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

    private static boolean isWellFormed(JsonNode node) {
        if (node.isTextual()) {
            return isWellFormed(node.textValue());
        }
        for (var field : node.properties()) {
            if (!isWellFormed(field.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isWellFormed(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE);
    }
}
