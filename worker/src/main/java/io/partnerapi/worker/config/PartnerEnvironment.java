package io.partnerapi.worker.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The partner's environments: what stands behind the one word {@code partner.environment}. */
enum PartnerEnvironment {
    SANDBOX(
            "https://sandbox.partner-api.getpliant.com/api/",
            "https://pci-sandbox.partner-api.getpliant.com/",
            "https://infinnitystaginginternal.eu.auth0.com/oauth/token",
            "api.staging.infinnitytest.com/api/integration"),
    PRODUCTION(
            "https://partner-api.getpliant.com/api/",
            "https://pci-api.getpliant.com/",
            "https://infinnityprodinternal.eu.auth0.com/oauth/token",
            "api.getpliant.com/api/integration");

    private static final String API_VERSION = "2.1.0";

    private final Map<Setting, String> presets = new EnumMap<>(Setting.class);

    PartnerEnvironment(String baseUrl, String pciBaseUrl, String tokenUrl, String audience) {
        presets.put(Setting.PARTNER_BASE_URL, baseUrl);
        presets.put(Setting.PARTNER_PCI_BASE_URL, pciBaseUrl);
        presets.put(Setting.PARTNER_TOKEN_URL, tokenUrl);
        presets.put(Setting.PARTNER_AUDIENCE, audience);
        presets.put(Setting.PARTNER_API_VERSION, API_VERSION);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static PartnerEnvironment named(String name) {
        return Arrays.stream(values())
                .filter(environment -> environment.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<Setting, String> presets() {
        return presets;
    }
}
