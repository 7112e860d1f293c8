package io.partnerapi.schemas;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Copies one JSON value token by token: a number is text to it and stays as it is written, what stands between the tokens
 * goes. It builds no tree, which would take many times as much memory.
 */
final class JsonCopy {
    private final JsonParser from;
    private final JsonGenerator to;
    private final boolean halfPairs;
    private final Deque<Set<String>> names = new ArrayDeque<>();

    private JsonCopy(JsonParser from, JsonGenerator to, boolean halfPairs) {
        this.from = from;
        this.to = to;
        this.halfPairs = halfPairs;
    }

    /**
     * The value whose first token is the parser's current one.
     *
     * @param halfPairs whether half a surrogate pair may stand in it
     * @throws Violation if a name is given twice in an object, or half a surrogate pair stands in a string
     */
    static String of(JsonParser value, boolean halfPairs) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = ExactJson.generator(text)) {
            new JsonCopy(value, generator, halfPairs).copy();
        }
        return text.toString();
    }

    private void copy() throws IOException {
        token();
        while (!to.getOutputContext().inRoot()) {
            from.nextToken();
            token();
        }
    }

    private void token() throws IOException {
        switch (from.currentToken()) {
            case START_OBJECT -> {
                names.push(new HashSet<>());
                to.writeStartObject();
            }
            case END_OBJECT -> {
                names.pop();
                to.writeEndObject();
            }
            case FIELD_NAME -> {
                ExactJson.once(names.getFirst().add(from.currentName()), from);
                to.writeFieldName(wellFormed(from.currentName()));
            }
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(from.getText());
            default -> to.copyCurrentEvent(from);
        }
    }

    private void text() throws IOException {
        if (halfPairs) {
            wellFormed(from.getText());
        }
        to.writeString(from.getTextCharacters(), from.getTextOffset(), from.getTextLength());
    }

    private String wellFormed(String text) {
        return halfPairs ? ExactJson.wellFormed(text) : text;
    }
}
