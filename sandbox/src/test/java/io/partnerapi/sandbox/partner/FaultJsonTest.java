package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultJsonTest {

    static Stream<Arguments> actions() {
        return Stream.of(
                Arguments.of(
                        "{'action': 'answer', 'status': 502, 'body': '<html>', 'headers': {'Content-Type': 'text/html'}}",
                        new FaultAction.Answer(502, Map.of("Content-Type", "text/html"), "<html>")),
                Arguments.of(
                        "{'action': 'answer', 'status': 500, 'body': {'message': 'no'}}",
                        FaultAction.Answer.json(500, "{\"message\":\"no\"}")),
                Arguments.of("{'action': 'hang'}", new FaultAction.Hang()),
                Arguments.of("{'action': 'reset'}", new FaultAction.Reset()),
                Arguments.of("{'action': 'refuse_stream'}", new FaultAction.RefuseStream()),
                Arguments.of(
                        "{'action': 'slow_body', 'time': 'PT3S'}", new FaultAction.SlowBody(Duration.ofSeconds(3))),
                Arguments.of(
                        "{'action': 'oversized_body', 'bytes': 1000000}", new FaultAction.OversizedBody(1_000_000)));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void readsEveryAction(String json, FaultAction expected) {
        // When
        Fault fault = FaultJson.read(json(json));

        // Then
        assertThat(fault.action()).isEqualTo(expected);
    }

    @Test
    void readsWhatItIsLimitedTo() {
        // When
        Fault fault =
                FaultJson.read(json("{'endpoint': 'pci', 'method': 'GET', 'path': '^/card-details/', 'share': 0.5,"
                        + " 'times': 3, 'processed': true, 'action': 'reset'}"));

        // Then
        assertThat(fault.matches(Endpoint.PCI, "GET", "/card-details/card-1")).isTrue();
        assertThat(fault.share()).isEqualTo(0.5);
        assertThat(fault.times()).isEqualTo(3);
        assertThat(fault.processed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                              | action: missing",
                "{'action': 'explode'}                           | action = explode: must be one of",
                "{'action': 'answer'}                            | status: missing",
                "{'action': 'answer', 'status': 99}              | fault status = 99",
                "{'action': 'hang', 'path': '('}                 | path = (: not a regular expression",
                "{'action': 'hang', 'share': 2}                  | fault.share = 2.0",
                "{'action': 'hang', 'count': 2}                  | count: unknown",
                "{'action': 'slow_body'}                         | time: missing",
                "{'action': 'oversized_body', 'bytes': 1}        | fault bytes = 1",
            })
    void aBadFaultNamesKeyAndRule(String json, String message) {
        // When, Then
        assertThatThrownBy(() -> FaultJson.read(json(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}
