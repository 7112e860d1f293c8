package io.partnerapi.worker.call;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Keeps interim answers (RFC 9110, 15.2) on one HTTP/2 connection from Vert.x, which would take the first for the answer
 * and end the connection with the second. Confined to the channel's event loop.
 */
final class FinalAnswers extends Http2FrameListenerDecorator {
    private FinalAnswers(Http2FrameListener listener) {
        super(listener);
    }

    /** Puts one before the connection's own listener. */
    static void on(ChannelPipeline pipeline) {
        Http2ConnectionDecoder decoder =
                pipeline.get(Http2ConnectionHandler.class).decoder();
        decoder.frameListener(new FinalAnswers(decoder.frameListener()));
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        if (!isInterim(headers)) {
            super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, end);
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        if (!isInterim(headers)) {
            super.onHeadersRead(context, stream, headers, padding, end);
        }
    }

    private static boolean isInterim(Http2Headers headers) {
        CharSequence status = headers.status();
        return status != null && HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL;
    }
}
