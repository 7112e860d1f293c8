package io.partnerapi.worker.call;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities whose certificates are accepted: the platform's and those of a PEM file. */
public final class TrustedAuthorities {
    private final KeyStore store;

    /**
     * @param file PEM file of further authorities, or null
     * @throws IOException if the file cannot be read or holds no certificate
     */
    public TrustedAuthorities(@Nullable Path file) throws IOException {
        try {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate authority : platform()) {
                store.setCertificateEntry("platform-" + count++, authority);
            }
            for (Certificate authority : file == null ? List.<Certificate>of() : read(file)) {
                store.setCertificateEntry("file-" + count++, authority);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificates that can be trusted: " + e.getMessage(), e);
        }
    }

    /** For clients of Vert.x. */
    public TrustOptions options() {
        return TrustOptions.wrap(factory(store));
    }

    private static List<X509Certificate> platform() {
        return Arrays.stream(factory(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(trust -> Arrays.stream(trust.getAcceptedIssuers()))
                .toList();
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return authorities;
        }
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no trust managers", e);
        }
    }
}
