package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** A whole answer is told also when its connection breaks in the read that brought it. */
class LateEndTest {
    private static final String ANSWER = "HTTP/1.1 201 -\r\ncontent-length: 0\r\n\r\n";

    @Test
    void aWholeAnswerStandsWhenWhatFollowsIsNoTls() {
        assertTold(pipeline -> pipeline.fireExceptionCaught(new SSLException("bad record")));
    }

    @Test
    void aWholeAnswerStandsWhenTheConnectionEndsWithIt() {
        assertTold(ChannelPipeline::fireChannelInactive);
    }

    private static void assertTold(Consumer<ChannelPipeline> breaking) {
        // Given
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("codec", new HttpClientCodec());
        OneExchange.on(unused(), channel.pipeline());
        channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));

        // When
        channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(ANSWER, US_ASCII));
        breaking.accept(channel.pipeline());

        // Then
        HttpResponse head = channel.readInbound();
        Object end = channel.readInbound();
        assertThat(head.status().code()).isEqualTo(201);
        assertThat(head.headers().get("connection")).isEqualTo("close");
        assertThat(end).isInstanceOf(LastHttpContent.class);
    }

    private static HttpConnection unused() {
        return (HttpConnection) Proxy.newProxyInstance(
                LateEndTest.class.getClassLoader(),
                new Class<?>[] {HttpConnection.class},
                (self, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                });
    }
}
