package io.partnerapi.worker.call;

import io.partnerapi.worker.check.Checks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the partner is reached.
 *
 * @param baseUrl what the paths of {@code api} commands are appended to
 * @param pciBaseUrl what the paths of {@code pci} commands are appended to
 * @param apiVersion sent with every call
 * @param trustedCertificates PEM file of authorities trusted besides the platform's, or null
 * @param connectTimeout longest wait for a connection, TLS included
 * @param callTimeout longest wait for a whole answer
 * @param maxResponseBytes longest body that is accepted
 */
public record PartnerSettings(
        URI baseUrl,
        URI pciBaseUrl,
        String apiVersion,
        @Nullable Path trustedCertificates,
        Duration connectTimeout,
        Duration callTimeout,
        int maxResponseBytes) {

    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
    private static final int LEAST_RESPONSE_BYTES = 1 << 10;
    private static final int MOST_RESPONSE_BYTES = 16 << 20;

    public PartnerSettings {
        new Checks()
                .https("partner.base-url", baseUrl)
                .https("partner.pci-base-url", pciBaseUrl)
                .name("partner.api-version", apiVersion)
                .between("partner.connect-timeout", connectTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT)
                .between("partner.call-timeout", callTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT)
                .between("partner.max-response-bytes", maxResponseBytes, LEAST_RESPONSE_BYTES, MOST_RESPONSE_BYTES)
                .orThrow();
    }

    /** After this long no call is under way any more; a second more than it may take. */
    Duration callSurelyOver() {
        return callTimeout.plus(MARGIN);
    }
}
