package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesJsonTest {

    @Test
    void whatIsWrittenChangesNothingWhenRead() {
        // Given
        Rules rules = Rules.STANDARD.withCallLimit(7, Duration.ofSeconds(3)).withQuotaHeader(QuotaHeader.UNTIDY);

        // When
        Rules read = RulesJson.apply(RulesJson.write(rules), Rules.STANDARD);

        // Then
        assertThat(read).isEqualTo(rules);
    }

    @Test
    void everyRuleCanBeChanged() {
        // Given
        JsonObject change = new JsonObject("""
                {"callLimit": {"calls": 5, "window": "PT1S"},
                 "tokenQuota": [{"bucket": "per_minute", "quota": 1, "length": "PT1M"}],
                 "quotaHeader": "absent",
                 "tokenLifetime": "PT10S",
                 "latency": {"min": "PT0S", "max": "PT1S", "spread": "long_tail"}}""");

        // When
        Rules changed = RulesJson.apply(change, Rules.STANDARD);

        // Then
        assertThat(changed)
                .isEqualTo(Rules.STANDARD
                        .withCallLimit(5, Duration.ofSeconds(1))
                        .withTokenQuota(new QuotaRule("per_minute", 1, Duration.ofMinutes(1)))
                        .withQuotaHeader(QuotaHeader.ABSENT)
                        .withTokenLifetime(Duration.ofSeconds(10))
                        .withLatency(new Latency(Duration.ZERO, Duration.ofSeconds(1), Latency.Spread.LONG_TAIL)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'calls': 5}                                 | calls: unknown",
                "{'callLimit': {'calls': -1}}                 | callLimit.calls = -1",
                "{'callLimit': 5}                             | callLimit = 5: must be an object",
                "{'tokenLifetime': 'a day'}                   | tokenLifetime = a day: must be an ISO 8601",
                "{'tokenQuota': [{'quota': 1}]}               | bucket: missing",
                "{'tokenQuota': [1]}                          | tokenQuota[0]: must be a JSON object",
                "{'quotaHeader': 'tidy'}                      | quotaHeader = tidy: must be one of",
                "{'latency': {'min': 'PT1H', 'max': 'PT1H'}}  | latency PT1H..PT1H",
            })
    void aBadChangeNamesKeyAndRule(String json, String message) {
        // Given
        JsonObject change = new JsonObject(json.replace('\'', '"'));

        // When, Then
        assertThatThrownBy(() -> RulesJson.apply(change, Rules.STANDARD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
