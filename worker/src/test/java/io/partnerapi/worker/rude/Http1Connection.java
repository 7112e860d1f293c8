package io.partnerapi.worker.rude;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.partnerapi.worker.rude.Arrival.Fate;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A connection of HTTP/1.1, on which all is said to the byte. */
final class Http1Connection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Book book;
    private final Random random;
    private @Nullable One open;
    private boolean spoilt;

    Http1Connection(Book book, Random random) {
        this.book = book;
        this.random = random;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Arrival arrival = book.arrived(request.headers().get("x-request-id"), Conduct.any(random));
        if (spoilt) {
            arrival.ends(Fate.LOST);
        } else {
            open = new One(context, arrival);
            new Manners(random, context.executor()).meet(open);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (open != null) {
            open.arrival.ends(spoilt ? Fate.LOST : Fate.LEFT_BY_CLIENT);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable gone) {
        context.close();
    }

    private final class One implements Exchange {
        private final ChannelHandlerContext context;
        private final Arrival arrival;
        private boolean chunked;
        private boolean last;
        private int status;

        One(ChannelHandlerContext context, Arrival arrival) {
            this.context = context;
            this.arrival = arrival;
        }

        @Override
        public Arrival arrival() {
            return arrival;
        }

        @Override
        public void interim(int interim) {
            say("HTTP/1.1 " + interim + " -\r\n\r\n");
        }

        @Override
        public void head(int begun, int length, Map<String, String> headers) {
            status = begun;
            chunked = length < 0 && begun != 204;
            StringBuilder head = new StringBuilder("HTTP/1.1 " + begun + " -\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            if (last) {
                head.append("connection: close\r\n");
            }
            if (chunked) {
                head.append("transfer-encoding: chunked\r\n");
            } else if (length >= 0) {
                head.append("content-length: ").append(length).append("\r\n");
            }
            say(head + "\r\n");
        }

        @Override
        public void body(String part) {
            say(chunked ? Integer.toHexString(part.length()) + "\r\n" + part + "\r\n" : part);
        }

        @Override
        public void end() {
            say(chunked ? "0\r\n\r\n" : "");
            arrival.answered(status);
            open = null;
            if (last) {
                close();
            }
        }

        @Override
        public void stray() {
            spoilt = true;
            say(random.nextBoolean() ? "HTTP/1.1 200 -\r\ncontent-length: 2\r\n\r\n{}" : "\r\nstray");
        }

        @Override
        public void leave() {
            last = true;
        }

        @Override
        public void leaveInSilence() {
            if (open == null) {
                book.leftInSilence();
                close();
            }
        }

        @Override
        public void refuse() {
            head(425, 0, Map.of());
            arrival.ends(Fate.DISCLAIMED);
            open = null;
        }

        @Override
        public void cut() {
            spoilt = true;
            close();
        }

        @Override
        public void reset() {
            spoilt = true;
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            context.channel().unsafe().close(context.channel().unsafe().voidPromise());
        }

        @Override
        public void resetConnection() {
            reset();
        }

        @Override
        public void garble() {
            spoilt = true;
            say(random.nextBoolean() ? "HTTP/1.1 abc garbled\r\n\r\n" : "HTTP/1.1 999 -\r\ncontent-length: 0\r\n\r\n");
        }

        private void close() {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        private void say(String text) {
            context.writeAndFlush(Unpooled.copiedBuffer(text, US_ASCII));
        }
    }
}
