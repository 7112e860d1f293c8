package io.partnerapi.worker.call;

import io.partnerapi.schemas.BinaryBody;
import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.Target;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command as the HTTP request it asks for: pure. */
final class PartnerRequest {
    private static final String AGENT = agent(PartnerRequest.class.getPackage().getImplementationVersion());
    /** Those whose length a server may want to know although there is no body (RFC 9110, 8.6). */
    private static final Set<HttpMethod> WITH_LENGTH = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private PartnerRequest() {}

    static RequestOptions options(Command command, String token, PartnerSettings settings) {
        URI base = command.target() == Target.PCI ? settings.pciBaseUrl() : settings.baseUrl();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(command.method()))
                .setSsl(true)
                .setHost(base.getHost())
                .setPort(base.getPort() < 0 ? 443 : base.getPort())
                .setURI(uri(base, command));
        options.putHeader("User-Agent", AGENT);
        options.putHeader("X-Request-Id", headerSafe(command.id()));
        command.headers().forEach(options::putHeader);
        options.putHeader("Authorization", "Bearer " + token);
        options.putHeader("Pliant-API-Version", settings.apiVersion());
        if (command.target() == Target.PCI && !options.getHeaders().contains("Pliant-Trace-Id")) {
            options.putHeader("Pliant-Trace-Id", UUID.randomUUID().toString());
        }
        String contentType = command.body() != null ? "application/json" : command.contentType();
        if (contentType != null) {
            options.putHeader("Content-Type", contentType);
        }
        if (command.body() == null && command.bodyBytes() == null && WITH_LENGTH.contains(options.getMethod())) {
            options.putHeader("Content-Length", "0");
        }
        return options;
    }

    private static String agent(@Nullable String version) {
        return version == null ? "partner-worker" : "partner-worker/" + version;
    }

    static @Nullable Buffer body(Command command) {
        BinaryBody bytes = command.bodyBytes();
        if (bytes != null) {
            return Buffer.buffer(bytes.toByteArray());
        }
        return command.body() == null ? null : Buffer.buffer(command.body().toByteArray());
    }

    private static String uri(URI base, Command command) {
        String prefix = base.getRawPath() == null ? "" : base.getRawPath();
        String path = (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + command.path();
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        command.query()
                .forEach((name, values) -> values.forEach(value -> query.add(encode(name) + "=" + encode(value))));
        return path + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String headerSafe(String id) {
        return id.chars().allMatch(c -> c > 0x20 && c < 0x7f) ? id : encode(id);
    }
}
