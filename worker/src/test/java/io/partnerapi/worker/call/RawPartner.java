package io.partnerapi.worker.call;

import io.partnerapi.sandbox.tls.CertificateAndKey;
import io.partnerapi.sandbox.tls.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A partner that is a bare TLS socket: a script plays each connection, byte by byte. */
final class RawPartner implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";
    private static final int PATIENCE_MILLIS = 10_000;
    private static final char[] NO_PASSWORD = {};

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final TestAuthority authority = TestAuthority.inMemory("Raw partner's authority", Clock.systemUTC());

    /** What happens on a connection before TLS begins. */
    interface Plain {
        void play(Socket socket) throws Exception;
    }

    /** What happens on a connection after its TLS handshake; it is cut where the script ends. */
    interface Script {
        void play(Peer peer) throws Exception;
    }

    private RawPartner() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName(ADDRESS));
    }

    /** Plays the script on every connection, over TLS for the address it is called by. */
    static RawPartner speaking(Wire wire, Script script) throws Exception {
        return named("localhost", ADDRESS, wire, script);
    }

    /** With a certificate that is for another host. */
    static RawPartner misnamed(Wire wire, Script script) throws Exception {
        return named("other.example", "127.0.0.9", wire, script);
    }

    /** With a certificate that is for this host only, which a client must name in its handshake. */
    static RawPartner named(String host, Wire wire, Script script) throws Exception {
        return named(host, "127.0.0.9", wire, peer -> {
            if (!peer.askedFor().equals(List.of(host))) {
                throw new IOException("asked for " + peer.askedFor());
            }
            script.play(peer);
        });
    }

    /** Plays the script on every connection, without TLS. */
    static RawPartner plain(Plain script) throws IOException {
        RawPartner partner = new RawPartner();
        partner.accept(script);
        return partner;
    }

    private static RawPartner named(String host, String address, Wire wire, Script script) throws Exception {
        RawPartner partner = new RawPartner();
        SSLContext context = context(partner.authority.serverCertificate(List.of(host), List.of(address)));
        partner.accept(socket -> {
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true)) {
                tls.setUseClientMode(false);
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {wire.alpn()});
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                script.play(wire.peer(socket, tls, partner.requests::incrementAndGet));
            }
        });
        return partner;
    }

    URI url() {
        return URI.create("https://" + ADDRESS + ":" + listener.getLocalPort());
    }

    /** A file of the authority that has signed its certificate. */
    Path authority(Path folder) throws IOException {
        return Files.writeString(folder.resolve("raw-ca.pem"), authority.certificatePem());
    }

    /** How often the head of a request came in, over all connections. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept(Plain script) {
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    threads.execute(() -> play(socket, script));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private static void play(Socket socket, Plain script) {
        try (socket) {
            script.play(socket);
        } catch (IOException | InterruptedException gone) {
            // The other side left: whether it should have is for the test to say.
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(CertificateAndKey identity) throws GeneralSecurityException {
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(identity.certificate().getBytes(StandardCharsets.US_ASCII)))
                    .toArray(Certificate[]::new);
            byte[] key = Base64.getMimeDecoder().decode(identity.key().replaceAll("-----[A-Z ]+-----", ""));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(
                    "partner",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    NO_PASSWORD,
                    chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
