package io.partnerapi.worker.call;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Decodes the answers of one HTTP/1.1 connection, and tells what it was given beyond them. */
final class AnswerDecoder extends HttpResponseDecoder {
    private boolean headOnly;
    private boolean begun;

    AnswerDecoder() {
        super(new HttpDecoderConfig().setMaxHeaderSize(PartnerClients.MAX_HEADER_BYTES));
    }

    /** The next answer is that of such a request. */
    void expect(HttpMethod method) {
        headOnly = HttpMethod.HEAD.equals(method);
    }

    /** The head of a message was told. */
    void told() {
        begun = false;
    }

    /** Whether something has come beyond what was told: bytes, or a message of which the head is not whole yet. */
    boolean holdsMore() {
        return begun || actualReadableBytes() > 0;
    }

    @Override
    protected HttpMessage createMessage(String[] statusLine) {
        begun = true;
        return super.createMessage(statusLine);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage answer) {
        return headOnly || super.isContentAlwaysEmpty(answer);
    }
}
