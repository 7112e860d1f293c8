package io.partnerapi.worker.call;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Decodes the answers of one HTTP/1.1 connection, and tells what it was given beyond them. A recipient may understand lines
 * that end with a line feed alone, and a length that is said twice (RFC 9112, 2.2 and 6.3); what it takes for no answer ends
 * an unsafe call {@code UNKNOWN} though it was answered.
 */
final class AnswerDecoder extends HttpResponseDecoder {
    private boolean headOnly;
    private boolean begun;

    AnswerDecoder() {
        super(new HttpDecoderConfig()
                .setMaxHeaderSize(PartnerClients.MAX_HEADER_BYTES)
                .setAllowDuplicateContentLengths(true)
                .setStrictLineParsing(false)
                .setUseRfc9112TransferEncoding(false));
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

    /** The coding counts, and somebody on the way is mistaken about the length (RFC 9112, 6.3): nothing else is read from it. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage answer) {
        super.handleTransferEncodingChunkedWithContentLength(answer);
        HttpUtil.setKeepAlive(answer, false);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage answer) {
        return headOnly || super.isContentAlwaysEmpty(answer);
    }
}
