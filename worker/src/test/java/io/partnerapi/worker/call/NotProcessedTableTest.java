package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.call.RawPartner.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a partner may do with a request that came in, what that proves, and what follows: a row each, over real TLS. */
class NotProcessedTableTest extends CallsOverTls {
    private static final Duration SHORT = Duration.ofSeconds(1);
    /** For what is not about time: whatever a busy machine needs. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final int INTERNAL_ERROR = 0x2;
    private static final int CANCEL = 0x8;
    private static final int BEFORE = -1;
    private static final int MANY = 10;

    private record Row(
            String partner, Duration timeout, Script script, String result, String repeatable, String notRepeatable) {

        @Override
        public String toString() {
            return partner + ": " + result + "; " + repeatable + ", " + notRepeatable;
        }
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                        Stream.of(Wire.values()).flatMap(wire -> Stream.of(lost(), broken(), endless())
                                .flatMap(rows -> rows)
                                .map(row -> Arguments.of(wire, row))),
                        untold().map(row -> Arguments.of(Wire.HTTP_1, row)),
                        Stream.of(streams(), goAways())
                                .flatMap(rows -> rows)
                                .map(row -> Arguments.of(Wire.HTTP_2, row)))
                .flatMap(rows -> rows);
    }

    private static Stream<Row> lost() {
        return Stream.of(
                unknown("reads the request and closes", peer -> {
                    peer.request();
                    peer.close();
                }),
                unknown("reads the request and cuts the connection", peer -> {
                    peer.request();
                    peer.cut();
                    peer.closed();
                }),
                unknown("reads the request and resets the connection", peer -> {
                    peer.request();
                    peer.reset();
                }),
                late("says nothing", peer -> {
                    peer.request();
                    peer.givenUp();
                }),
                unknown("says what is not HTTP", peer -> {
                    peer.request();
                    peer.out.write("Good day to you, and what can I do for you?\r\n\r\n".getBytes(US_ASCII));
                    peer.closed();
                }));
    }

    private static Stream<Row> broken() {
        return Stream.of(
                unknown("says 100 and closes", peer -> {
                    peer.request();
                    peer.head(100, Peer.UNTOLD);
                    peer.close();
                }),
                unknown("closes after the head of its answer", peer -> {
                    peer.request();
                    peer.head(200, MANY);
                    peer.close();
                }),
                unknown("ends its body before its length, and closes", peer -> {
                    peer.request();
                    peer.head(200, MANY);
                    peer.body(new byte[1]);
                    peer.end();
                    peer.close();
                }),
                unknown("resets the connection in the body", peer -> {
                    peer.request();
                    peer.head(200, MANY);
                    peer.body(new byte[1]);
                    peer.reset();
                }),
                unknown("closes in a body of untold length", peer -> {
                    peer.request();
                    peer.head(200, Peer.UNTOLD);
                    peer.body(new byte[1]);
                    peer.close();
                }),
                late("stops in the body", peer -> {
                    peer.request();
                    peer.head(200, MANY);
                    peer.body(new byte[1]);
                    peer.givenUp();
                }));
    }

    /**
     * Nothing but the end of the connection ends such a body: TLS must say that it is meant (RFC 9112, 9.8), or the body
     * itself.
     */
    private static Stream<Row> untold() {
        String json = "HTTP/1.1 200 OK\r\ncontent-type: Application/JSON; a=b\r\n\r\n";
        return Stream.of(
                answered("ends its body by closing", "Answered 200", ends("HTTP/1.1 200 OK\r\n\r\ntext", Peer::close)),
                answered("ends no body by closing", "Answered 200", ends(json, Peer::close)),
                answered("ends a JSON number by closing", "Answered 200", ends(json + "12", Peer::close)),
                answered("ends JSON, and cuts", "Answered 200", ends(json + " {\"a\":[\"}\\\"\"]}\r\n", Peer::cut)),
                answered(
                        "closes after an answer of HTTP/1.0",
                        "Answered 200",
                        ends("HTTP/1.0 200 OK\r\n\r\n{", Peer::close)),
                answered("cuts after 204", "Answered 204", ends("HTTP/1.1 204 -\r\n\r\n", Peer::cut)),
                unknown("cuts in its body", ends("HTTP/1.1 200 OK\r\n\r\ntext", Peer::cut)),
                unknown("cuts after an answer of HTTP/1.0", ends("HTTP/1.0 200 OK\r\n\r\n{", Peer::cut)),
                unknown("cuts before its body", ends(json, Peer::cut)),
                unknown("cuts in a JSON number", ends(json + "12", Peer::cut)),
                unknown("closes in JSON", ends(json + "{\"paid\":1", Peer::close)),
                unknown("closes in a text of JSON", ends(json + "[\"]", Peer::close)),
                unknown(
                        "closes in JSON, within another coding",
                        ends(
                                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: x\r\n\r\n{",
                                Peer::close)));
    }

    /** How a partner ends a connection. */
    private interface End {
        void of(Peer peer) throws IOException;
    }

    private static Script ends(String answer, End end) {
        return peer -> {
            peer.request();
            ((Http1Peer) peer).say(answer);
            end.of(peer);
            peer.closed();
        };
    }

    private static Stream<Row> streams() {
        return Stream.of(
                unknown("reads the head, lets no body in, and closes", peer -> {
                    peer.greet(Http2Peer.INITIAL_WINDOW_SIZE, 0);
                    ((Http2Peer) peer).requestHead();
                    peer.close();
                }),
                unknown("reads the head, and lets the body in only as it closes", peer -> {
                    peer.greet(Http2Peer.INITIAL_WINDOW_SIZE, 0);
                    ((Http2Peer) peer).requestHead();
                    ((Http2Peer) peer).window(MANY * MANY);
                    peer.close();
                }),
                unknown("refuses a stream that it has begun to answer", peer -> {
                    peer.request();
                    peer.head(200, MANY);
                    ((Http2Peer) peer).resetStream(Http2Peer.REFUSED_STREAM);
                    peer.closed();
                }),
                proven("refuses the stream", peer -> {
                    peer.request();
                    ((Http2Peer) peer).resetStream(Http2Peer.REFUSED_STREAM);
                    peer.closed();
                }),
                unknown("resets the stream for an error of its own", peer -> {
                    peer.request();
                    ((Http2Peer) peer).resetStream(INTERNAL_ERROR);
                    peer.closed();
                }),
                unknown("cancels the stream", peer -> {
                    peer.request();
                    ((Http2Peer) peer).resetStream(CANCEL);
                    peer.closed();
                }));
    }

    private static Stream<Row> goAways() {
        return Stream.of(
                unknown("leaves before a stream that it has begun to answer", peer -> {
                    peer.request();
                    peer.head(200, MANY);
                    ((Http2Peer) peer).goAway(BEFORE);
                    peer.closed();
                }),
                proven("leaves before the stream", peer -> {
                    peer.request();
                    ((Http2Peer) peer).goAway(BEFORE);
                    peer.closed();
                }),
                unknown("leaves after the stream, and closes", peer -> {
                    peer.request();
                    ((Http2Peer) peer).goAway(0);
                    peer.close();
                }),
                unknown("leaves at no stream in particular, and closes", peer -> {
                    peer.request();
                    ((Http2Peer) peer).goAwayAt(Integer.MAX_VALUE);
                    peer.close();
                }),
                proven("leaves at no stream in particular, then before the stream", peer -> {
                    peer.request();
                    ((Http2Peer) peer).goAwayAt(Integer.MAX_VALUE);
                    ((Http2Peer) peer).goAway(BEFORE);
                    peer.closed();
                }),
                answered("leaves after the stream, and answers", "Answered 200", peer -> {
                    peer.request();
                    ((Http2Peer) peer).goAway(0);
                    peer.answer(200);
                    peer.closed();
                }));
    }

    private static Stream<Row> endless() {
        return Stream.of(
                unknown("sends a head without end", peer -> {
                    peer.request();
                    peer.endlessHead();
                }),
                late("sends a body of a byte every moment", peer -> {
                    peer.request();
                    peer.head(200, Peer.UNTOLD);
                    for (int i = 0; i < TestCaller.MAX_BYTES; i++) {
                        peer.body(new byte[1]);
                        peer.pause();
                    }
                }),
                answered("announces a body that is too large", "TooLarge 200", peer -> {
                    peer.request();
                    peer.head(200, 50 * TestCaller.MAX_BYTES);
                    peer.body(new byte[TestCaller.MAX_BYTES + 1]);
                    peer.givenUp();
                }),
                answered("sends a body without end", "TooLarge 200", peer -> {
                    peer.request();
                    peer.head(200, Peer.UNTOLD);
                    for (int i = 0; i < MANY; i++) {
                        peer.body(new byte[TestCaller.MAX_BYTES / 2]);
                    }
                    peer.givenUp();
                }));
    }

    @ParameterizedTest(name = "{0}: the partner {1}")
    @MethodSource("rows")
    void whatIsKnownAndWhatFollows(Wire wire, Row row) throws Exception {
        // Given
        try (RawPartner partner = RawPartner.speaking(wire, row.script())) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), row.timeout());

            // When
            CallResult known = TestCaller.await(caller.post());

            // Then
            assertThat(TestCaller.kind(known)).as("%s", known).isEqualTo(row.result());
            assertThat(TestCaller.follows(known, true)).isEqualTo(row.repeatable());
            assertThat(TestCaller.follows(known, false)).isEqualTo(row.notRepeatable());
            assertThat(partner.requests()).as("no second write").isEqualTo(1);
        }
    }

    private static Row late(String partner, Script script) {
        return new Row(partner, SHORT, script, "NoAnswer", "again: PARTNER", "UNKNOWN");
    }

    private static Row unknown(String partner, Script script) {
        return new Row(partner, LONG, script, "NoAnswer", "again: PARTNER", "UNKNOWN");
    }

    private static Row proven(String partner, Script script) {
        return new Row(partner, LONG, script, "NotSent", "again: PARTNER", "again: PARTNER");
    }

    private static Row answered(String partner, String result, Script script) {
        return new Row(partner, LONG, script, result, "ANSWERED", "ANSWERED");
    }
}
