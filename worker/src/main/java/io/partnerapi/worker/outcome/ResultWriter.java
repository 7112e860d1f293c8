package io.partnerapi.worker.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.partnerapi.schemas.Attempt;
import io.partnerapi.schemas.BinaryBody;
import io.partnerapi.schemas.ExactJson;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.Source;
import io.partnerapi.worker.settle.Address;
import io.partnerapi.worker.settle.Output;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes the result of a command as the record that tells it. Thread-safe. */
public final class ResultWriter {
    private static final Set<String> NOT_PASSED_ON = Set.of("set-cookie", "connection", "transfer-encoding");

    private final String worker;
    private final Recipients recipients;
    private final Clock clock;
    private final ResultCodec codec = new ResultCodec();

    /** @param worker id of this worker */
    public ResultWriter(String worker, Recipients recipients, Clock clock) {
        this.worker = worker;
        this.recipients = recipients;
        this.clock = clock;
    }

    /**
     * @param to where the result goes
     * @param sealFor whose key a body is encrypted to; null: it is passed on as it is
     * @param receivedAt when this worker took the command
     */
    public Output write(
            ConsumerRecord<byte[], byte[]> command,
            Address to,
            String id,
            Ending ending,
            @Nullable Seal sealFor,
            List<Attempt> attempts,
            Instant receivedAt) {
        Instant now = clock.instant();
        Source source = new Source(command.topic(), command.partition(), command.offset());
        byte[] body = ending.body();
        JsonNode json = null;
        BinaryBody bytes = null;
        Map<String, List<String>> passedOn = passedOn(ending.headers(), sealFor != null);
        if (body != null && body.length > 0) {
            if (sealFor != null) {
                json = TextNode.valueOf(
                        recipients.encrypt(sealFor.organizationId(), contentType(ending.headers()), body));
            } else {
                json = isJson(ending.headers()) ? ExactJson.read(body).orElse(null) : null;
                bytes = json == null ? BinaryBody.of(body) : null;
            }
        }
        Result full = new Result(
                id,
                ending.outcome(),
                ending.status(),
                passedOn,
                json,
                bytes,
                ending.reason(),
                attempts,
                source,
                worker,
                receivedAt,
                now);
        Result small = new Result(
                id,
                ending.outcome(),
                ending.status(),
                Map.of(),
                null,
                null,
                tooLarge(),
                attempts,
                source,
                worker,
                receivedAt,
                now);
        ProducerRecord<byte[], byte[]> whole = Envelopes.result(command, to, codec.encode(full), now);
        return new Output(whole, body == null ? whole : Envelopes.result(command, to, codec.encode(small), now));
    }

    /** The answer is sensitive: encrypt it for this organization. */
    public record Seal(@Nullable String organizationId) {}

    private static Reason tooLarge() {
        return new Reason(
                "RESULT_TOO_LARGE", "The partner's answer does not fit the result topic; its body is left out.");
    }

    /** Of a sensitive answer nothing but its body's type and length leaves the process in the clear. */
    private static Map<String, List<String>> passedOn(Map<String, List<String>> received, boolean sensitive) {
        Map<String, List<String>> kept = new HashMap<>(received);
        kept.keySet().removeAll(NOT_PASSED_ON);
        if (sensitive) {
            kept.keySet().retainAll(Set.of("content-type"));
        }
        return kept;
    }

    private static @Nullable String contentType(Map<String, List<String>> headers) {
        List<String> values = headers.get("content-type");
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    private static boolean isJson(Map<String, List<String>> headers) {
        String type = contentType(headers);
        return type != null && (type.startsWith("application/json") || type.contains("+json"));
    }
}
