package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import io.partnerapi.sandbox.tls.CertificateAndKey;
import io.partnerapi.sandbox.tls.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * A partner on Netty's HTTP/2 codec that leaves each connection in order (GOAWAY) after so many requests, as servers do that
 * want their clients to spread anew: those are answered, later ones are not read. Requests have no body: that codec takes one
 * of a later request, which was on its way, for an error of the whole connection.
 */
final class LeavingPartner implements AutoCloseable {
    private static final int ANSWER_MILLIS = 20;

    private final TestAuthority authority = TestAuthority.inMemory("Leaving partner's authority", Clock.systemUTC());
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicInteger handled = new AtomicInteger();
    private final Channel listener;

    LeavingPartner(int requests) throws Exception {
        SslContext tls = tls(authority.serverCertificate(List.of("localhost"), List.of("127.0.0.1")));
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new Requests(requests));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    Path authority(Path folder) throws IOException {
        return Files.writeString(folder.resolve("leaving-ca.pem"), authority.certificatePem());
    }

    /** How many requests were read, over all connections. */
    int handled() {
        return handled.get();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static SslContext tls(CertificateAndKey identity) throws SSLException {
        return SslContextBuilder.forServer(
                        new ByteArrayInputStream(identity.certificate().getBytes(US_ASCII)),
                        new ByteArrayInputStream(identity.key().getBytes(US_ASCII)))
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
    }

    /** Those of one connection. */
    private final class Requests extends ChannelDuplexHandler {
        private final int most;
        private int begun;

        Requests(int most) {
            this.most = most;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2HeadersFrame request) {
                handled.incrementAndGet();
                Http2FrameStream stream = request.stream();
                context.executor().schedule(() -> answer(context, stream), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
                if (++begun == most) {
                    context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
                }
            }
            ReferenceCountUtil.release(frame);
        }

        private void answer(ChannelHandlerContext context, Http2FrameStream stream) {
            context.writeAndFlush(
                    new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), true).stream(stream));
        }
    }
}
