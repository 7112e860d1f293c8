package io.partnerapi.worker.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import io.partnerapi.schemas.Attempt;
import io.partnerapi.schemas.BinaryBody;
import io.partnerapi.schemas.JsonBody;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.Source;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.settle.Output;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes the result of a command as the record that tells it. Thread-safe. */
public final class ResultWriter {
    /** Characters of one reason that another one tells of: what is short must stay short. */
    private static final int MOST_DETAIL = 400;

    private static final Set<String> NOT_PASSED_ON = Set.of("set-cookie", "connection", "transfer-encoding");

    private final String resultsTopic;
    private final String worker;
    private final Recipients recipients;
    private final Envelopes envelopes;
    private final Clock clock;
    private final ResultCodec codec = new ResultCodec();

    /**
     * @param resultsTopic where results go that ask for nothing else, or that the topic asked for does not take
     * @param worker id of this worker
     * @param echoed which of a command's headers its result carries too
     */
    public ResultWriter(String resultsTopic, String worker, Recipients recipients, EchoedHeaders echoed, Clock clock) {
        this.resultsTopic = resultsTopic;
        this.worker = worker;
        this.recipients = recipients;
        this.envelopes = new Envelopes(echoed);
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
        Draft draft = new Draft(command, to, id, ending.withoutBody(), attempts, source, receivedAt, now);
        Result full = draft.result(passedOn(ending.headers(), sealFor != null), content(ending, sealFor), attempts);
        ProducerRecord<byte[], byte[]> whole = envelopes.result(command, to, codec.encode(full), now);
        return new Output(whole, ending.body() == null ? draft::stub : draft::withoutBody, draft.elsewhere());
    }

    private Content content(Ending ending, @Nullable Seal sealFor) {
        byte[] body = ending.body();
        if (body == null || body.length == 0) {
            return Content.none(ending.reason());
        }
        if (sealFor != null) {
            String sealed = recipients.encrypt(sealFor.organizationId(), contentType(ending.headers()), body);
            return new Content(JsonBody.of(TextNode.valueOf(sealed)), null, ending.reason());
        }
        if (!CallResult.saysJson(ending.headers())) {
            return new Content(null, BinaryBody.of(body), ending.reason());
        }
        return JsonBody.read(body)
                .fold(
                        json -> new Content(json, null, ending.reason()),
                        no -> new Content(null, BinaryBody.of(body), notJson(ending.headers(), no.problem())));
    }

    /** What a result carries of an answer's body, and what it says of that, or of how it came to be. */
    private record Content(
            @Nullable JsonBody json,
            @Nullable BinaryBody bytes,
            @Nullable Reason reason) {
        static Content none(@Nullable Reason reason) {
            return new Content(null, null, reason);
        }
    }

    /** What of a result is published where all of it cannot be; it holds no body, since it may wait long. */
    private final class Draft {
        private final ConsumerRecord<byte[], byte[]> command;
        private final Address to;
        private final String id;
        private final Ending ending;
        private final List<Attempt> attempts;
        private final Source source;
        private final Instant receivedAt;
        private final Instant now;

        Draft(
                ConsumerRecord<byte[], byte[]> command,
                Address to,
                String id,
                Ending ending,
                List<Attempt> attempts,
                Source source,
                Instant receivedAt,
                Instant now) {
            this.command = command;
            this.to = to;
            this.id = id;
            this.ending = ending;
            this.attempts = attempts;
            this.source = source;
            this.receivedAt = receivedAt;
            this.now = now;
        }

        /** On another topic than the asker's own nobody else is shown what was meant for the asker. */
        @Nullable
        Function<Reason, Output> elsewhere() {
            return to.topic().equals(resultsTopic) ? null : this::stub;
        }

        Output withoutBody(Reason why) {
            Result small = result(Map.of(), Content.none(leftOut(why, "The answer's body and headers are")), attempts);
            return new Output(envelopes.result(command, to, codec.encode(small), now), this::stub, elsewhere());
        }

        /** On the results topic, without anything that a command or an answer can make long, but for the key. */
        private Output stub(Reason why) {
            return new Output(stub(command.key(), why), this::bare, null);
        }

        /** Without the key too: for topics that take no long one, or none without. */
        private Output bare(Reason why) {
            return new Output(stub(id.getBytes(UTF_8), why), null, null);
        }

        private ProducerRecord<byte[], byte[]> stub(byte @Nullable [] key, Reason why) {
            Reason reason = leftOut(why, "The answer's body and headers, the attempts and the command's headers are");
            return Envelopes.bare(
                    command, resultsTopic, key, codec.encode(result(Map.of(), Content.none(reason), List.of())), now);
        }

        private Reason leftOut(Reason why, String what) {
            Reason own = ending.reason();
            String end = own == null ? "" : " It ended for " + own.code() + ": " + shortened(own.detail());
            return new Reason(why.code(), shortened(why.detail()) + " " + what + " left out." + end);
        }

        Result result(Map<String, List<String>> headers, Content content, List<Attempt> tries) {
            return new Result(
                    id,
                    ending.outcome(),
                    ending.status(),
                    headers,
                    content.json(),
                    content.bytes(),
                    content.reason(),
                    tries,
                    source,
                    worker,
                    receivedAt,
                    now);
        }
    }

    /** The answer is sensitive: encrypt it for this organization. */
    public record Seal(@Nullable String organizationId) {}

    private static String shortened(String text) {
        return text.length() <= MOST_DETAIL ? text : text.substring(0, MOST_DETAIL) + "...";
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

    /** Why an answer that says it is JSON must stay bytes. */
    private static Reason notJson(Map<String, List<String>> headers, String problem) {
        List<String> codings = headers.getOrDefault("content-encoding", List.of());
        return new Reason(
                "BODY_NOT_JSON",
                "The partner says that its answer is JSON, but it stands in bodyBase64: "
                        + (codings.isEmpty() ? problem : "it is encoded (Content-Encoding), which nobody asked for."));
    }
}
