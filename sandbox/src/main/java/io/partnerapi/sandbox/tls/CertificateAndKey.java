package io.partnerapi.sandbox.tls;

/**
 * A certificate chain and its private key, both as PEM text; the key never shows in {@link #toString()}.
 *
 * @param certificate the certificate followed by its issuers
 * @param key the private key in PKCS#8
 */
public record CertificateAndKey(String certificate, String key) {

    @Override
    public String toString() {
        return "CertificateAndKey[key hidden]";
    }
}
