package io.partnerapi.worker.call;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Decodes the answers of one HTTP/1.1 connection, and tells what it was given beyond them. */
final class AnswerDecoder extends HttpResponseDecoder {
    private boolean headOnly;

    AnswerDecoder() {
        super(new HttpDecoderConfig().setMaxHeaderSize(PartnerClients.MAX_HEADER_BYTES));
    }

    /** The next answer is that of such a request. */
    void expect(HttpMethod method) {
        headOnly = HttpMethod.HEAD.equals(method);
    }

    /** How many bytes have come that are not part of what was decoded. */
    int unread() {
        return actualReadableBytes();
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage answer) {
        return headOnly || super.isContentAlwaysEmpty(answer);
    }
}
