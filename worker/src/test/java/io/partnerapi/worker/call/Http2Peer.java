package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;

/** HTTP/2, frame by frame (RFC 9113, 6); header fields are literals, so that no table is needed (RFC 7541, 6.2.2). */
final class Http2Peer extends Peer {
    static final int REFUSED_STREAM = 0x7;
    static final int MAX_CONCURRENT_STREAMS = 0x3;
    static final int INITIAL_WINDOW_SIZE = 0x4;
    static final int MAX_HEADER_LIST_SIZE = 0x6;

    private static final int PREFACE_LENGTH = 24;
    private static final int DATA = 0x0;
    private static final int HEADERS = 0x1;
    private static final int RST_STREAM = 0x3;
    private static final int SETTINGS = 0x4;
    private static final int GOAWAY = 0x7;
    private static final int WINDOW_UPDATE = 0x8;
    private static final int CONTINUATION = 0x9;
    private static final int MAX_FRAME_SIZE = 16_384;
    private static final int END_STREAM = 0x1;
    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int NAME_STATUS = 0x08;
    private static final int NAME_LITERAL = 0x00;

    private int stream;
    private boolean greeted;

    private record Frame(int type, int flags, int stream, byte[] payload) {
        boolean is(int wanted, int flag) {
            return type == wanted && (flags & flag) == flag;
        }
    }

    Http2Peer(Socket plain, SSLSocket tls, Runnable onRequest) throws IOException {
        super(plain, tls, onRequest);
    }

    @Override
    void greet(int... keysAndValues) throws IOException {
        in.readNBytes(PREFACE_LENGTH);
        ByteBuffer settings = ByteBuffer.allocate(keysAndValues.length * 3);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.putShort((short) keysAndValues[i]).putInt(keysAndValues[i + 1]);
        }
        frame(SETTINGS, 0, 0, settings.array());
        greeted = true;
    }

    @Override
    void request() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Frame frame = requestHead();
        while (!frame.is(HEADERS, END_STREAM) && !frame.is(DATA, END_STREAM)) {
            frame = read();
            if (frame.is(DATA, 0)) {
                body.writeBytes(frame.payload());
            }
        }
        requestBody = body.toByteArray();
    }

    /** Reads no more of a request than its head. */
    Frame requestHead() throws IOException {
        if (!greeted) {
            greet();
        }
        Frame head = await(HEADERS, END_HEADERS);
        stream = head.stream();
        counted();
        return head;
    }

    @Override
    void head(int status, int length, String... namesAndValues) throws IOException {
        head(String.valueOf(status), length, namesAndValues);
    }

    @Override
    void head(String status, int length, String... namesAndValues) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(NAME_STATUS);
        literal(fields, status);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            field(fields, namesAndValues[i], namesAndValues[i + 1]);
        }
        if (length != UNTOLD) {
            field(fields, "content-length", String.valueOf(length));
        }
        ByteBuffer block = ByteBuffer.wrap(fields.toByteArray());
        for (int type = HEADERS; block.hasRemaining(); type = CONTINUATION) {
            byte[] fragment = new byte[Math.min(block.remaining(), MAX_FRAME_SIZE)];
            block.get(fragment);
            frame(type, block.hasRemaining() ? 0 : END_HEADERS, stream, fragment);
        }
    }

    @Override
    void body(byte[] part) throws IOException {
        frame(DATA, 0, stream, part);
    }

    @Override
    void end() throws IOException {
        frame(DATA, END_STREAM, stream, new byte[0]);
    }

    @Override
    void endlessHead() throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        field(fields, "x-more", "m".repeat(100));
        frame(HEADERS, 0, stream, new byte[] {(byte) 0x88});
        while (true) {
            frame(CONTINUATION, 0, stream, fields.toByteArray());
        }
    }

    @Override
    void givenUp() throws IOException {
        await(RST_STREAM, 0);
    }

    /** Lets the body of the last request in. */
    void window(int bytes) throws IOException {
        window(stream, bytes);
    }

    /** Lets bodies in as far as their streams do. */
    void connectionWindow(int bytes) throws IOException {
        window(0, bytes);
    }

    void resetStream(int code) throws IOException {
        frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
    }

    /** @param beyond how far after the last request's stream is the last one that may be processed */
    void goAway(int beyond) throws IOException {
        goAwayAt(stream + beyond);
    }

    void goAwayAt(int last) throws IOException {
        frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).array());
    }

    /** The stream of the last request. */
    int stream() {
        return stream;
    }

    /** Takes this for the stream of the last request. */
    void back(int to) {
        stream = to;
    }

    /** Sends any frame on the stream of the last request. */
    void any(int type, int flags, byte... payload) throws IOException {
        frame(type, flags, stream, payload);
    }

    /** Sends any frame that is the whole connection's. */
    void anyOfConnection(int type, int flags, byte... payload) throws IOException {
        frame(type, flags, 0, payload);
    }

    /** Header fields, as a block of a head. */
    static byte[] block(String... namesAndValues) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            field(fields, namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields.toByteArray();
    }

    /** Waits until the client has said that it leaves. */
    void left() throws IOException {
        await(GOAWAY, 0);
    }

    private void window(int of, int bytes) throws IOException {
        frame(WINDOW_UPDATE, 0, of, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    private Frame await(int type, int flag) throws IOException {
        Frame frame = read();
        while (!frame.is(type, flag)) {
            frame = read();
        }
        return frame;
    }

    private Frame read() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
        if (frame.type() == SETTINGS && !frame.is(SETTINGS, ACK)) {
            frame(SETTINGS, ACK, 0, new byte[0]);
        }
        return frame;
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        out.write(frame.array());
        out.flush();
    }

    private static void field(ByteArrayOutputStream fields, String name, String value) {
        fields.write(NAME_LITERAL);
        literal(fields, name);
        literal(fields, value);
    }

    /** At most 126 characters: a longer length takes more than a byte. */
    private static void literal(ByteArrayOutputStream fields, String text) {
        fields.write(text.length());
        fields.writeBytes(text.getBytes(US_ASCII));
    }
}
