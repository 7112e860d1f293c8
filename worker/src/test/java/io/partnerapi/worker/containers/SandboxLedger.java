package io.partnerapi.worker.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What a partner API in a container has seen, as its control port tells. */
record SandboxLedger(URI control) {

    int tokenRequests() {
        return new JsonObject(ask("/summary")).getInteger("tokenRequests");
    }

    List<Call> calls() {
        return Call.of(ask("/ledger?limit=10000")
                .lines()
                .map(JsonObject::new)
                .map(SandboxLedger::entry)
                .toList());
    }

    private static LedgerEntry entry(JsonObject line) {
        return new LedgerEntry(
                line.getLong("seq"),
                Instant.parse(line.getString("at")),
                line.getLong("nanos"),
                line.getString("client"),
                Endpoint.valueOf(line.getString("endpoint")),
                line.getString("method"),
                line.getString("path"),
                line.getString("command"),
                line.getLong("generation"),
                line.getInteger("status"),
                line.getString("fault"),
                line.getString("effect"),
                line.getLong("bytes"),
                line.getBoolean("open"));
    }

    private String ask(String path) {
        try (InputStream answer = control.resolve(path).toURL().openStream()) {
            return new String(answer.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
