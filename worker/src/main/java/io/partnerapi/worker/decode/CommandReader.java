package io.partnerapi.worker.decode;

import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.Decoded.Malformed;
import io.partnerapi.schemas.Operation;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Repeat;
import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.decode.Reading.Accepted;
import io.partnerapi.worker.decode.Reading.Refused;
import io.partnerapi.worker.decode.Reading.Unreadable;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.kafka.HeaderBytes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records as commands and applies the rules of the contract and of the operation catalogue; never throws. */
public final class CommandReader {
    /** Bytes of a key: it is the result's key too, so it must leave room for a result. */
    public static final int MAX_KEY_BYTES = 32 << 10;

    private final CommandCodec codec;
    private final OperationCatalogue catalogue;
    private final ReplyAddresses addresses;
    private final Predicate<@Nullable String> recipients;

    /**
     * @param addresses where results may go
     * @param recipients whether a sensitive answer could be encrypted for this organization
     */
    public CommandReader(
            CommandCodec codec,
            OperationCatalogue catalogue,
            ReplyAddresses addresses,
            Predicate<@Nullable String> recipients) {
        this.codec = codec;
        this.catalogue = catalogue;
        this.addresses = addresses;
        this.recipients = recipients;
    }

    public Reading read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null && record.serializedValueSize() > 0) {
            return new Unreadable(new Reason(
                    "TOO_LARGE_TO_READ",
                    "Uncompressed, the record, or one before it in its batch, is larger than the heap of the worker has room"
                            + " for, so nothing of it was read. Set max.decompressed.message.bytes of its topic, and no"
                            + " more such come."));
        }
        if (record.key() != null && record.key().length > MAX_KEY_BYTES) {
            return new Unreadable(new Reason(
                    "KEY_TOO_LARGE",
                    "The key has " + Math.max(record.key().length, record.serializedKeySize())
                            + " bytes; a result has the same key, so at most " + MAX_KEY_BYTES + " are accepted."));
        }
        Optional<Address> asked = addresses.of(record.headers());
        Address replyTo = asked.orElse(addresses.results());
        return codec.decode(record.value())
                .fold(
                        command -> problem(record, command, asked)
                                .<Reading>map(reason -> new Refused(command.id(), reason, replyTo))
                                .orElseGet(() -> accepted(record, command, replyTo)),
                        problem -> malformed(problem, replyTo));
    }

    private static Reading malformed(Malformed<Command> problem, Address replyTo) {
        Reason reason = new Reason("MALFORMED", problem.problem());
        String id = problem.id();
        return id == null ? new Unreadable(reason) : new Refused(id, reason, replyTo);
    }

    private Reading accepted(ConsumerRecord<byte[], byte[]> record, Command command, Address replyTo) {
        return new Accepted(
                command,
                repeat(command) == Repeat.SAFE,
                sensitive(command),
                command.expiresAt(Instant.ofEpochMilli(Math.max(0, record.timestamp()))),
                catalogue
                        .find(command.target(), command.method(), command.path())
                        .map(Operation::name)
                        .orElse("other"),
                replyTo);
    }

    private Optional<Reason> problem(ConsumerRecord<byte[], byte[]> record, Command command, Optional<Address> asked) {
        if (HeaderBytes.of(record.headers()) > HeaderBytes.MOST) {
            return refuse(
                    "HEADERS_TOO_LARGE",
                    "The Kafka headers take more than " + HeaderBytes.MOST + " bytes, each counted with 16 besides its"
                            + " own; they are echoed, so no more are accepted.");
        }
        if (asked.isEmpty()) {
            return refuse(
                    "REPLY_TOPIC_NOT_ALLOWED",
                    "The headers " + ResultHeaders.REPLY_TOPIC + " and " + ResultHeaders.REPLY_PARTITION
                            + " do not name a partition of a topic that topics.reply-allowed lists.");
        }
        if (command.repeat() == Repeat.SAFE
                && !catalogue.allowsSafe(command.target(), command.method(), command.path())) {
            return refuse(
                    "NOT_SAFE",
                    "The command claims repeat SAFE, but repeating this operation has a second effect; leave repeat"
                            + " out.");
        }
        if (sensitive(command) && !recipients.test(command.organizationId())) {
            return refuse(
                    "SENSITIVE",
                    "Answers of this path can carry card data, a PIN or a one-time password, and no key to encrypt them"
                            + " is configured: add the organization's key, or one named \"default\", to"
                            + " results.recipients.");
        }
        return Optional.empty();
    }

    private static Optional<Reason> refuse(String code, String detail) {
        return Optional.of(new Reason(code, detail));
    }

    private Repeat repeat(Command command) {
        Repeat claimed = command.repeat();
        return claimed == null ? catalogue.defaultRepeat(command.target(), command.method(), command.path()) : claimed;
    }

    private boolean sensitive(Command command) {
        return catalogue.sensitive(command.target(), command.path());
    }
}
