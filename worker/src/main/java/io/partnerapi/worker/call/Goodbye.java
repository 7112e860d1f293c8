package io.partnerapi.worker.call;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;

/**
 * Whether the partner has ended a connection as TLS wants it, and nobody else has cut it off. Confined to the channel's
 * event loop.
 */
final class Goodbye extends ChannelInboundHandlerAdapter {
    private boolean said;

    private Goodbye() {}

    /** Listens on the connection from now on. */
    static Goodbye on(ChannelPipeline pipeline) {
        Goodbye goodbye = new Goodbye();
        pipeline.addAfter(pipeline.context(SslHandler.class).name(), "goodbye", goodbye);
        return goodbye;
    }

    boolean isSaid() {
        return said;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        said |= event == SslCloseCompletionEvent.SUCCESS;
        context.fireUserEventTriggered(event);
    }
}
