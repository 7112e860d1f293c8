package io.partnerapi.worker.rude;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.partnerapi.worker.rude.Arrival.Fate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A connection of HTTP/2, frame by frame: nothing keeps it from saying what it must not. */
final class Http2Connection extends ByteToMessageDecoder {
    private static final int PREFACE = 24;
    /** Of so many connections each is one with few streams. */
    private static final int ONE_OF = 5;

    private static final int MANY_STREAMS = 100;
    private static final byte NO_SUCH_TYPE = 0x7a;
    private static final int MOMENT_MILLIS = 100;
    private static final int LINGER_MILLIS = 500;
    private static final long LAST_NANOS = 2_000_000_000L;

    private final Book book;
    private final Random random;
    private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader();
    private final DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter();
    private final Map<Integer, One> open = new HashMap<>();
    private final Map<Arrival, Long> answered = new HashMap<>();
    private final Map<Integer, CharSequence> begun = new HashMap<>();
    private boolean greeted;
    private boolean leaving;
    private boolean spoilt;
    private int newest;
    private int lastTaken = Integer.MAX_VALUE;

    Http2Connection(Book book, Random random) {
        this.book = book;
        this.random = random;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Http2Exception {
        if (!greeted) {
            if (in.readableBytes() < PREFACE) {
                return;
            }
            in.skipBytes(PREFACE);
            greeted = true;
            greet(context);
        }
        reader.readFrame(context, in, new Frames());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        open.values().forEach(one -> one.arrival.ends(spoilt ? Fate.LOST : Fate.LEFT_BY_CLIENT));
        open.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable gone) {
        context.close();
    }

    /** Nothing on it is sure to arrive any more, nor what was written last. */
    private void spoil() {
        spoilt = true;
        answered.forEach((arrival, at) -> {
            if (System.nanoTime() - at < LAST_NANOS) {
                arrival.torn();
            }
        });
    }

    private void greet(ChannelHandlerContext context) {
        int streams = random.nextInt(ONE_OF) == 0 ? 1 + random.nextInt(4) : MANY_STREAMS;
        writer.writeSettings(context, new Http2Settings().maxConcurrentStreams(streams), context.newPromise());
        context.flush();
    }

    private void asked(ChannelHandlerContext context, int stream) {
        Arrival arrival = book.arrived(begun.remove(stream).toString(), Conduct.any(random));
        if (stream > lastTaken) {
            arrival.ends(Fate.DISCLAIMED);
            return;
        }
        newest = stream;
        One one = new One(context, stream, arrival);
        open.put(stream, one);
        new Manners(random, context.executor()).meet(one);
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
            writer.writeSettingsAck(context, context.newPromise());
            context.flush();
        }

        @Override
        public void onPingRead(ChannelHandlerContext context, long data) {
            writer.writePing(context, true, data, context.newPromise());
            context.flush();
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
                boolean end) {
            onHeadersRead(context, stream, headers, padding, end);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end) {
            begun.put(stream, headers.get("x-request-id"));
            if (end) {
                asked(context, stream);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
            int length = data.readableBytes() + padding;
            if (length > 0) {
                writer.writeWindowUpdate(context, 0, length, context.newPromise());
                context.flush();
            }
            if (end && begun.containsKey(stream)) {
                asked(context, stream);
            }
            return length;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int stream, long error) {
            begun.remove(stream);
            One given = open.remove(stream);
            if (given != null) {
                given.arrival.ends(Fate.LEFT_BY_CLIENT);
            }
        }
    }

    private final class One implements Exchange {
        private final ChannelHandlerContext context;
        private final int stream;
        private final Arrival arrival;
        private int status;

        One(ChannelHandlerContext context, int stream, Arrival arrival) {
            this.context = context;
            this.stream = stream;
            this.arrival = arrival;
        }

        @Override
        public Arrival arrival() {
            return arrival;
        }

        @Override
        public void interim(int interim) {
            headers(String.valueOf(interim), Map.of());
        }

        @Override
        public void head(int begun, int length, Map<String, String> headers) {
            status = begun;
            Map<String, String> all = new HashMap<>(headers);
            if (length >= 0) {
                all.put("content-length", String.valueOf(length));
            }
            headers(String.valueOf(begun), all);
        }

        @Override
        public void body(String part) {
            data(part, false);
        }

        @Override
        public void end() {
            data("", true);
            arrival.answered(status);
            answered.put(arrival, System.nanoTime());
            over();
        }

        @Override
        public void stray() {
            switch (random.nextInt(3)) {
                case 0 ->
                    writer.writeFrame(
                            context,
                            NO_SUCH_TYPE,
                            stream,
                            new Http2Flags(),
                            Unpooled.copiedBuffer("stray", US_ASCII),
                            context.newPromise());
                case 1 -> writer.writePing(context, false, stream, context.newPromise());
                default -> {
                    spoil();
                    data("stray", true);
                }
            }
            context.flush();
        }

        @Override
        public void leave() {
            if (leaving) {
                return;
            }
            leaving = true;
            if (random.nextBoolean()) {
                goAway(Integer.MAX_VALUE);
                context.executor().schedule(() -> take(newest), MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                take(newest);
            }
        }

        @Override
        public void leaveInSilence() {
            if (open.isEmpty()) {
                book.leftInSilence();
                spoil();
                context.close();
            }
        }

        @Override
        public void refuse() {
            arrival.ends(Fate.DISCLAIMED);
            resetStream(Http2Error.REFUSED_STREAM);
        }

        @Override
        public void cut() {
            reset();
        }

        @Override
        public void reset() {
            arrival.ends(Fate.LOST);
            resetStream(Http2Error.INTERNAL_ERROR);
        }

        @Override
        public void resetConnection() {
            spoil();
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            context.channel().unsafe().close(context.channel().unsafe().voidPromise());
        }

        @Override
        public void garble() {
            arrival.ends(Fate.LOST);
            switch (random.nextInt(3)) {
                case 0 -> headers("abc", Map.of());
                case 1 -> headers("999", Map.of());
                default -> {
                    spoil();
                    writer.writeData(
                            context, 0, Unpooled.copiedBuffer("garbled", US_ASCII), 0, false, context.newPromise());
                    context.flush();
                }
            }
        }

        /** Takes no stream after this one. */
        private void take(int last) {
            lastTaken = last;
            goAway(last);
            closeWhenOver();
        }

        private void goAway(int last) {
            writer.writeGoAway(context, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
            context.flush();
        }

        private void resetStream(Http2Error why) {
            writer.writeRstStream(context, stream, why.code(), context.newPromise());
            context.flush();
            over();
        }

        private void over() {
            open.remove(stream);
            closeWhenOver();
        }

        private void closeWhenOver() {
            if (lastTaken != Integer.MAX_VALUE && open.isEmpty()) {
                context.executor()
                        .schedule(
                                () -> context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                                        .addListener(ChannelFutureListener.CLOSE),
                                LINGER_MILLIS,
                                TimeUnit.MILLISECONDS);
            }
        }

        private void headers(String withStatus, Map<String, String> headers) {
            Http2Headers all = new DefaultHttp2Headers(false).status(withStatus);
            headers.forEach(all::add);
            writer.writeHeaders(context, stream, all, 0, false, context.newPromise());
            context.flush();
        }

        private void data(String part, boolean end) {
            writer.writeData(context, stream, Unpooled.copiedBuffer(part, US_ASCII), 0, end, context.newPromise());
            context.flush();
        }
    }
}
