package io.partnerapi.schemas;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the value of a {@link Command} record. Thread-safe. */
public final class CommandCodec {
    static final String ID = "id";
    private static final Set<String> FIELDS = Set.of(
            ID,
            "target",
            "method",
            "path",
            "query",
            "headers",
            "body",
            "bodyBase64",
            "contentType",
            "repeat",
            "deadline",
            "ttl",
            "organizationId");

    /** The command, or the first rule that the bytes break; never throws. */
    public Decoded<Command> decode(byte @Nullable [] value) {
        return WireValue.decode(value, Limits.MAX_COMMAND_BYTES, CommandCodec::read);
    }

    /**
     * The command as UTF-8 JSON, read back once to be sure that a worker can read it.
     *
     * @throws IllegalArgumentException naming the place and the rule, when body and query make the value too long or too
     *     deep, or hold half a surrogate pair
     */
    public byte[] encode(Command command) {
        BinaryBody bytes = command.bodyBytes();
        byte[] value = new Json()
                .put(ID, command.id())
                .put("target", command.target().wire())
                .put("method", command.method())
                .put("path", command.path())
                .put("query", command.query(), Json::texts)
                .put("headers", command.headers(), Json::text)
                .put("body", command.body())
                .put("bodyBase64", bytes == null ? null : bytes.toBase64())
                .put("contentType", command.contentType())
                .put("repeat", command.repeat())
                .put("deadline", command.deadline())
                .put("ttl", command.ttl())
                .put("organizationId", command.organizationId())
                .bytes();
        return decode(value).fold(same -> value, malformed -> {
            throw new IllegalArgumentException(malformed.problem());
        });
    }

    private static Command read(Fields fields) {
        fields.only(FIELDS);
        return new Command(
                fields.required(ID, Values::text),
                fields.optional("target", Values.oneOf(Target.values(), Target::wire), Target.API),
                fields.required("method", Values::text),
                fields.required("path", Values::text),
                fields.optional("query", Values.map(Values::oneOrMoreTexts), Map.<String, List<String>>of()),
                fields.optional("headers", Values.map(Values::text), Map.<String, String>of()),
                fields.optional("body", Values::body),
                fields.optional("bodyBase64", Values::base64),
                fields.optional("contentType", Values::text),
                fields.optional("repeat", Values.oneOf(Repeat.values(), Repeat::name)),
                fields.optional("deadline", Values::instant),
                fields.optional("ttl", Values::duration),
                fields.optional("organizationId", Values::text));
    }
}
