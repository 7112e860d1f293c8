package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** HTTP/1.1, to the byte. */
final class Http1Peer extends Peer {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");

    /** Of an answer that cannot have a body. */
    private static final int NONE = -2;

    private boolean chunked;
    private String requestHead = "";

    Http1Peer(Socket plain, SSLSocket tls, Runnable onRequest) throws IOException {
        super(plain, tls, onRequest);
    }

    @Override
    void greet(int... keysAndValues) {}

    /** Reads no more of a request than its head. */
    void readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        requestHead = head.toString();
        counted();
    }

    @Override
    void request() throws IOException {
        readHead();
        readBody();
    }

    /** Reads what follows the head. */
    void readBody() throws IOException {
        requestBody = in.readNBytes(LENGTH.matcher(requestHead.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .map(length -> length.replaceAll("\\D", ""))
                .mapToInt(Integer::parseInt)
                .sum());
    }

    @Override
    void head(int status, int length, String... namesAndValues) throws IOException {
        head(
                String.valueOf(status),
                length == UNTOLD && (status == 204 || status < 200) ? NONE : length,
                namesAndValues);
    }

    @Override
    void head(String status, int length, String... namesAndValues) throws IOException {
        chunked = length == UNTOLD;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\n");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            head.append(namesAndValues[i])
                    .append(": ")
                    .append(namesAndValues[i + 1])
                    .append("\r\n");
        }
        if (chunked) {
            head.append("transfer-encoding: chunked\r\n");
        } else if (length != NONE) {
            head.append("content-length: ").append(length).append("\r\n");
        }
        say(head + "\r\n");
    }

    @Override
    void body(byte[] part) throws IOException {
        if (chunked) {
            say(Integer.toHexString(part.length) + "\r\n");
        }
        out.write(part);
        say(chunked ? "\r\n" : "");
    }

    @Override
    void end() throws IOException {
        say(chunked ? "0\r\n\r\n" : "");
    }

    @Override
    void endlessHead() throws IOException {
        say("HTTP/1.1 200 OK\r\n");
        while (true) {
            say("x-more: " + "m".repeat(1_000) + "\r\n");
        }
    }

    @Override
    void givenUp() throws IOException {
        closed();
    }

    /** Of the last request, as it came. */
    String requestHead() {
        return requestHead;
    }

    void say(String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }
}
