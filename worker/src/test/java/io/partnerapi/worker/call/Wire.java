package io.partnerapi.worker.call;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** The two versions of HTTP that a partner may speak. */
enum Wire {
    HTTP_1("http/1.1"),
    HTTP_2("h2");

    private final String alpn;

    Wire(String alpn) {
        this.alpn = alpn;
    }

    String alpn() {
        return alpn;
    }

    /** @param onRequest runs for each head of a request that comes in */
    Peer peer(Socket plain, SSLSocket tls, Runnable onRequest) throws IOException {
        return this == HTTP_1 ? new Http1Peer(plain, tls, onRequest) : new Http2Peer(plain, tls, onRequest);
    }
}
