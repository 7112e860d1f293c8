package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;

/** The partner's side of one connection. */
abstract class Peer {
    /** Of an answer whose head does not say how long its body is. */
    static final int UNTOLD = -1;

    private static final int MOMENT_MILLIS = 20;

    private final Socket plain;
    private final SSLSocket tls;
    private final Runnable onRequest;

    final DataInputStream in;
    final DataOutputStream out;

    /** Of the last request that was read to its end. */
    byte[] requestBody = {};

    Peer(Socket plain, SSLSocket tls, Runnable onRequest) throws IOException {
        this.plain = plain;
        this.tls = tls;
        this.onRequest = onRequest;
        this.in = new DataInputStream(tls.getInputStream());
        this.out = new DataOutputStream(tls.getOutputStream());
    }

    /** Says the HTTP/2 settings that a connection begins with; over HTTP/1.1 there is nothing to say. */
    abstract void greet(int... keysAndValues) throws IOException;

    /** Reads a request to its end. */
    abstract void request() throws IOException;

    /** Begins the answer to the last request. */
    abstract void head(int status, int length, String... namesAndValues) throws IOException;

    /** The same with a status that may be none. */
    abstract void head(String status, int length, String... namesAndValues) throws IOException;

    abstract void body(byte[] part) throws IOException;

    abstract void end() throws IOException;

    /** Sends fields of an answer's head that never ends. */
    abstract void endlessHead() throws IOException;

    /** Waits until the client has let go of the last request. */
    abstract void givenUp() throws IOException;

    /** Answers with the body of the last request, as JSON. */
    void echo() throws IOException {
        head(200, requestBody.length, "content-type", "application/json");
        body(requestBody);
        end();
    }

    void answer(int status, String... namesAndValues) throws IOException {
        byte[] body = status == 204 ? new byte[0] : new byte[] {'{', '}'};
        head(status, status == 204 ? UNTOLD : body.length, namesAndValues);
        body(body);
        end();
    }

    /** Passes a moment, unless the client closes the connection. */
    void pause() throws IOException {
        int patience = plain.getSoTimeout();
        plain.setSoTimeout(MOMENT_MILLIS);
        try {
            if (in.read() < 0) {
                throw new EOFException();
            }
        } catch (SocketTimeoutException passed) {
            // As it should.
        } finally {
            plain.setSoTimeout(patience);
        }
    }

    /** The names that the client's TLS asked for (RFC 6066, 3). */
    List<String> askedFor() {
        return ((ExtendedSSLSession) tls.getSession())
                .getRequestedServerNames().stream()
                        .map(name -> new String(name.getEncoded(), US_ASCII))
                        .toList();
    }

    void counted() {
        onRequest.run();
    }

    /** Ends the connection as TLS wants it. */
    void close() throws IOException {
        tls.close();
    }

    /** Ends the connection as TCP wants it, without a word of TLS. */
    void cut() throws IOException {
        plain.shutdownOutput();
    }

    /** Tears the connection down. */
    void reset() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    /** Reads until the client has closed the connection. */
    void closed() throws IOException {
        while (in.read() >= 0) {
            // What it still says does not matter.
        }
    }
}
