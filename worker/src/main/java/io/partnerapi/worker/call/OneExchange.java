package io.partnerapi.worker.call;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the exchanges on one HTTP/1.1 connection apart: an answer is told only when it is the final one, and a connection
 * on which more came than was asked for serves no other call.
 *
 * <p>Vert.x takes the interim answers it does not know (RFC 9110, 15.2) for the answer, and the answer for that of the next
 * request. What follows the end of an answer in the same read may be as little the next one's, so the end is held back
 * until all of the read is seen. Confined to the channel's event loop.
 */
final class OneExchange extends ChannelDuplexHandler {
    /** As Vert.x names it. */
    private static final String CODEC = "codec";

    private final AnswerDecoder decoder = new AnswerDecoder();
    private final HttpConnection connection;
    private @Nullable HttpResponse answer;
    private @Nullable LastHttpContent end;
    private boolean asked;
    private boolean interim;
    private boolean spoiled;

    private OneExchange(HttpConnection connection) {
        this.connection = connection;
    }

    /** Puts one behind the connection's codec, which it replaces by one that hides nothing of what came. */
    static void on(HttpConnection connection, ChannelPipeline pipeline) {
        OneExchange exchange = new OneExchange(connection);
        pipeline.addAfter(CODEC, "one-exchange", exchange);
        pipeline.replace(CODEC, CODEC, new CombinedChannelDuplexHandler<>(exchange.decoder, new HttpRequestEncoder()));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (message instanceof HttpRequest request) {
            asked = true;
            decoder.expect(request.method());
        }
        context.write(message, written);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse) {
            decoder.told();
        }
        if (spoiled || !asked || end != null || leavesHttp(message)) {
            ReferenceCountUtil.release(message);
            spoil();
        } else if (!isBroken(message) && isInterim(message)) {
            ReferenceCountUtil.release(message);
        } else {
            pass(context, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if ((end != null || !asked) && decoder.holdsMore()) {
            spoil();
        }
        tellEnd(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        tellEndAtLast(context);
        context.fireExceptionCaught(failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        tellEndAtLast(context);
        context.fireChannelInactive();
    }

    /** A whole answer stands, whatever became of its connection in the same read. */
    private void tellEndAtLast(ChannelHandlerContext context) {
        if (end != null) {
            spoil();
        }
        tellEnd(context);
    }

    private void tellEnd(ChannelHandlerContext context) {
        LastHttpContent whole = end;
        if (whole != null) {
            answer = null;
            end = null;
            asked = false;
            context.fireChannelRead(whole);
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (isBroken(message)) {
            hideText((HttpObject) message);
        }
        if (message instanceof HttpResponse head) {
            answer = head;
            if (head.status().code() == CallResult.MISDIRECTED) {
                close(head);
            }
        }
        if (message instanceof LastHttpContent last && !isBroken(last)) {
            end = last;
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isBroken(Object message) {
        return message instanceof HttpObject part && part.decoderResult().isFailure();
    }

    /** What is no answer may be anybody's data, which the decoder's messages repeat. */
    private static void hideText(HttpObject part) {
        if (!(part.decoderResult().cause() instanceof TooLongFrameException)) {
            part.setDecoderResult(DecoderResult.failure(new CorruptedFrameException("not an answer of HTTP/1.1")));
        }
    }

    /** Nobody asked for another protocol. */
    private static boolean leavesHttp(Object message) {
        return message instanceof HttpResponse head && head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }

    /** Whether it is an interim answer, or the end of one. */
    private boolean isInterim(Object message) {
        boolean inside = message instanceof HttpResponse head
                ? head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                : interim;
        interim = inside && !(message instanceof LastHttpContent);
        return inside;
    }

    private static void close(HttpResponse after) {
        after.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    /** Between two calls it is closed; with an answer that is still to be told, Vert.x closes it before it lends it again. */
    private void spoil() {
        if (!spoiled) {
            spoiled = true;
            if (answer != null && end != null) {
                close(answer);
            } else {
                connection.close();
            }
        }
    }
}
