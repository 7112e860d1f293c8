package io.partnerapi.worker.call;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.function.IntConsumer;

/**
 * Hears what a partner says on one HTTP/2 connection before Vert.x does, and keeps interim answers (RFC 9110, 15.2) from it:
 * it would take the first for the answer, and end the connection with the second. Of the GOAWAY frames it tells of the first
 * only, and a partner that leaves in order sends two (RFC 9113, 6.8). Confined to the channel's event loop.
 */
final class PartnerFrames extends Http2FrameListenerDecorator {
    private final IntConsumer leaving;

    private PartnerFrames(Http2FrameListener listener, IntConsumer leaving) {
        super(listener);
        this.leaving = leaving;
    }

    /**
     * Puts one before the connection's own listener.
     *
     * @param leaving told the last stream that a GOAWAY does not disclaim, before the others end
     */
    static void on(ChannelPipeline pipeline, IntConsumer leaving) {
        Http2ConnectionDecoder decoder =
                pipeline.get(Http2ConnectionHandler.class).decoder();
        decoder.frameListener(new PartnerFrames(decoder.frameListener(), leaving));
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

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long error, ByteBuf debug)
            throws Http2Exception {
        leaving.accept(lastStream);
        super.onGoAwayRead(context, lastStream, error, debug);
    }

    private static boolean isInterim(Http2Headers headers) {
        CharSequence status = headers.status();
        return status != null && HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL;
    }
}
