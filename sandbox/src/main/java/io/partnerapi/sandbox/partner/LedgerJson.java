package io.partnerapi.sandbox.partner;

import io.vertx.core.json.JsonObject;

/** A ledger entry as one line of the control port. */
final class LedgerJson {

    private LedgerJson() {}

    static JsonObject write(LedgerEntry entry) {
        return new JsonObject()
                .put("seq", entry.seq())
                .put("at", entry.at().toString())
                .put("nanos", entry.nanos())
                .put("client", entry.client())
                .put("endpoint", entry.endpoint().name())
                .put("method", entry.method())
                .put("path", entry.path())
                .put("command", entry.command())
                .put("generation", entry.generation())
                .put("status", entry.status())
                .put("fault", entry.fault())
                .put("effect", entry.effect())
                .put("bytes", entry.bytes())
                .put("open", entry.open());
    }
}
