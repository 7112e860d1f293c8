package io.partnerapi.sandbox.partner;

/**
 * What a token request must carry; the secret never shows in {@link #toString()}.
 *
 * @param clientId the client's name
 * @param clientSecret its secret
 * @param audience the API it asks a token for
 */
public record Credentials(String clientId, String clientSecret, String audience) {
    /** Credentials for demos and tests; they open nothing but this sandbox. */
    public static final Credentials SANDBOX =
            new Credentials("sandbox-client", "sandbox-secret", "api.staging.infinnitytest.com/api/integration");

    @Override
    public String toString() {
        return "Credentials[clientId=" + clientId + ", audience=" + audience + ", secret hidden]";
    }
}
