package io.partnerapi.worker.token;

import io.partnerapi.worker.check.Checks;
import java.net.URI;

/**
 * How a token is asked for.
 *
 * @param tokenUrl the token endpoint
 * @param request how it wants to be asked
 * @param audience what the token is for
 * @param clientId who asks
 * @param secret proves who asks
 */
public record TokenSettings(URI tokenUrl, TokenRequest request, String audience, String clientId, ClientSecret secret) {

    public TokenSettings {
        new Checks()
                .https("partner.token-url", tokenUrl)
                .present("partner.audience", audience, "Set the audience the partner gave you")
                .present("partner.client-id", clientId, "Set the client id the partner gave you")
                .present(
                        secret.<Boolean>fold(inline -> !inline.value().isBlank(), file -> true),
                        "partner.client-secret",
                        "Set it, or name a file that holds it in partner.client-secret-file")
                .orThrow();
    }

    /** Names the credential, without its secret: the workers that share it share a token. */
    public String key() {
        return clientId + "|" + audience + "|" + tokenUrl;
    }
}
