package io.partnerapi.worker.rude;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.partnerapi.sandbox.tls.CertificateAndKey;
import io.partnerapi.sandbox.tls.TestAuthority;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** A partner API of which every answer comes in another way, and some do not come. */
public final class RudePartner implements AutoCloseable {
    /** Of so many connections one is ended before TLS begins. */
    private static final int ONE_OF = 40;

    private static final int MOST_BODY = 1 << 20;

    private final TestAuthority authority = TestAuthority.inMemory("Rude partner's authority", Clock.systemUTC());
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Book book = new Book();
    private final Channel listener;

    /** @param http2 whether it speaks HTTP/2, else HTTP/1.1 */
    public RudePartner(boolean http2, long seed) throws Exception {
        Random random = new Random(seed);
        SslContext tls = tls(http2, authority.serverCertificate(List.of("localhost"), List.of("127.0.0.1")));
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (random.nextInt(ONE_OF) == 0) {
                            channel.close();
                            return;
                        }
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        if (http2) {
                            channel.pipeline().addLast(new Http2Connection(book, random));
                        } else {
                            channel.pipeline()
                                    .addLast(
                                            new HttpRequestDecoder(),
                                            new HttpObjectAggregator(MOST_BODY),
                                            new Http1Connection(book, random));
                        }
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    /** The certificate of the authority that has signed its own, as PEM. */
    public String authority() {
        return authority.certificatePem();
    }

    public Book book() {
        return book;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static SslContext tls(boolean http2, CertificateAndKey identity) throws SSLException {
        return SslContextBuilder.forServer(
                        new ByteArrayInputStream(identity.certificate().getBytes(US_ASCII)),
                        new ByteArrayInputStream(identity.key().getBytes(US_ASCII)))
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        http2 ? ApplicationProtocolNames.HTTP_2 : ApplicationProtocolNames.HTTP_1_1))
                .build();
    }
}
