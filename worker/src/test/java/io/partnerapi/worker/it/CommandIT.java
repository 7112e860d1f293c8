package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.schemas.Attempt;
import io.partnerapi.schemas.DeadLetterHeaders;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one worker makes of commands, good and bad, as an application sees it. */
class CommandIT {
    private static Landscape landscape;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutLatency);
        Map<String, String> settings = landscape.settings(1).get(0);
        // Long enough for another command to be read, called and answered while a call hangs.
        settings.put("partner.call-timeout", "PT8S");
        landscape.start(settings).awaitReady(Landscape.LIMIT);
    }

    @AfterAll
    static void stop() {
        landscape.close();
    }

    @AfterEach
    void heal() {
        landscape.partner.controls().clearFaults();
    }

    @Test
    void aReadIsAnsweredUnderItsKeyWithTheHeadersOfAnAsker() {
        // When
        landscape.send(
                "org-1",
                "{\"id\":\"read-1\",\"method\":\"GET\",\"path\":\"/organizations\"}",
                "b3",
                "abc",
                "__TypeId__",
                "x");

        // Then
        Result result = landscape.result("read-1");
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body()).isNotNull();
        assertThat(result.attempts()).hasSize(1);
        ConsumerRecord<byte[], byte[]> record = landscape.read("partner.results").stream()
                .filter(r -> Landscape.result(r).id().equals("read-1"))
                .findFirst()
                .orElseThrow();
        assertThat(new String(record.key(), UTF_8)).isEqualTo("org-1");
        assertThat(new String(record.headers().lastHeader("b3").value(), UTF_8)).isEqualTo("abc");
        assertThat(record.headers().lastHeader("__TypeId__")).isNull();
    }

    @Test
    void aStatusOfThePartnerIsAnAnswerWhateverItIs() {
        // When
        landscape.send(null, "{\"id\":\"read-404\",\"method\":\"GET\",\"path\":\"/no/such/thing\"}");

        // Then
        Result result = landscape.result("read-404");
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.status()).isEqualTo(404);
    }

    @Test
    void commandsOfOneKeyAreCalledAndAnsweredInOrder() {
        // When
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> "order-" + i).toList();
        ids.forEach(id -> landscape.send("card-7", "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/cards\"}"));

        // Then
        landscape.result("order-19");
        assertThat(landscape.results().stream().map(Result::id).filter(ids::contains))
                .containsExactlyElementsOf(ids);
        assertThat(landscape.partner.ledger().entries().stream()
                        .map(entry -> entry.command())
                        .filter(ids::contains))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void aKeyWaitsForItsFirstCommandToBeTriedAgainWhileOtherKeysGoOn() {
        // Given
        inject(Fault.always(Endpoint.API, FaultAction.Answer.json(503, "{}")).on("GET", "^/cardholders$"));
        List<String> others = List.of("pass-0", "pass-1", "pass-2", "pass-3", "pass-4", "pass-5");

        // When
        landscape.send("card-8", "{\"id\":\"wait-0\",\"method\":\"GET\",\"path\":\"/cardholders\"}");
        landscape.send("card-8", "{\"id\":\"wait-1\",\"method\":\"GET\",\"path\":\"/cards\"}");
        others.forEach(id -> landscape.send(id, "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/cards\"}"));

        // Then
        others.forEach(id -> landscape.result(id));
        assertThat(landscape.results()).extracting(Result::id).doesNotContain("wait-0", "wait-1");
        landscape.partner.controls().clearFaults();
        Result second = landscape.result("wait-1");
        Result first = landscape.result("wait-0");
        assertThat(first.attempts()).extracting(Attempt::status).startsWith(503).endsWith(200);
        assertThat(second.attempts().get(0).at()).isAfterOrEqualTo(first.finishedAt());
        assertThat(landscape.results().stream().map(Result::id).filter(id -> id.startsWith("wait-")))
                .containsExactly("wait-0", "wait-1");
    }

    @Test
    void aCommandWithAMistakeIsRefusedWithoutACall() {
        // When
        landscape.send(null, "{\"id\":\"typo-1\",\"method\":\"GET\",\"path\":\"/cards\",\"retrys\":1}");

        // Then
        Result result = landscape.result("typo-1");
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).isNotNull();
        assertThat(result.reason().detail()).contains("/retrys");
        assertThat(landscape.partner.ledger().callsByCommand()).doesNotContainKey("typo-1");
    }

    @Test
    void bytesWithoutACommandBecomeADeadLetterWithTheOriginal() {
        // When
        landscape.send("k", "not a command");

        // Then
        ConsumerRecord<byte[], byte[]> letter = await().atMost(Landscape.LIMIT)
                .until(() -> landscape.read("partner.dead-letters"), list -> !list.isEmpty())
                .get(0);
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("not a command");
        assertThat(new String(
                        letter.headers()
                                .lastHeader(DeadLetterHeaders.REASON_CODE)
                                .value(),
                        UTF_8))
                .isEqualTo("MALFORMED");
    }

    @Test
    void aCommandPastItsDeadlineExpiresWithoutACall() {
        // When
        landscape.send(
                null,
                "{\"id\":\"late-1\",\"method\":\"GET\",\"path\":\"/cards\",\"deadline\":\"2020-01-01T00:00:00Z\"}");

        // Then
        assertThat(landscape.result("late-1").outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(landscape.partner.ledger().callsByCommand()).doesNotContainKey("late-1");
    }

    @Test
    void aPinIsRefusedWithoutAKeyToEncryptIt() {
        // When
        landscape.send(null, "{\"id\":\"pin-1\",\"method\":\"GET\",\"path\":\"/cards/card-1/pin\"}");

        // Then
        Result result = landscape.result("pin-1");
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).extracting(Reason::code).isEqualTo("SENSITIVE");
        assertThat(landscape.partner.ledger().callsByCommand()).doesNotContainKey("pin-1");
    }

    @Test
    void aReadThatThePartnerFailsIsTriedAgain() {
        // Given
        inject(Fault.always(Endpoint.API, FaultAction.Answer.json(503, "{}"))
                .on("GET", "^/cardholders$")
                .times(2));

        // When
        landscape.send(null, "{\"id\":\"again-1\",\"method\":\"GET\",\"path\":\"/cardholders\"}");

        // Then
        Result result = landscape.result("again-1");
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.attempts()).extracting(Attempt::status).containsExactly(503, 503, 200);
    }

    @Test
    void anUnsafeCallWhoseAnswerIsLostIsUnknownAndNeverRepeated() {
        // Given
        inject(Fault.always(Endpoint.API, new FaultAction.Reset())
                .on("POST", "^/cards/cardholder-1-1$")
                .times(1)
                .afterProcessing());

        // When
        landscape.send("cardholder-1-1", issue("lost-1", "cardholder-1-1"));

        // Then
        assertThat(landscape.result("lost-1").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(landscape.partner.ledger().effectsByCommand().get("lost-1")).hasSize(1);
        assertThat(landscape.partner.ledger().callsByCommand().get("lost-1")).hasSize(1);
    }

    @Test
    void anUnsafeCallThatThePartnerProvablyDidNotProcessIsTriedAgain() {
        // Given
        inject(Fault.always(Endpoint.API, new FaultAction.RefuseStream())
                .on("POST", "^/cards/cardholder-1-2$")
                .times(1));

        // When
        landscape.send("cardholder-1-2", issue("refused-1", "cardholder-1-2"));

        // Then
        Result result = landscape.result("refused-1");
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.attempts()).hasSize(2);
        assertThat(landscape.partner.ledger().effectsByCommand().get("refused-1"))
                .hasSize(1);
    }

    @Test
    void aHangingPartnerIsGivenUpAfterTheCallTimeoutWhileOthersGoOn() {
        // Given
        inject(Fault.always(Endpoint.API, new FaultAction.Hang())
                .on("POST", "^/cards/cardholder-2-1$")
                .times(1));

        // When
        landscape.send("cardholder-2-1", issue("hang-1", "cardholder-2-1"));
        landscape.send("other", "{\"id\":\"beside-1\",\"method\":\"GET\",\"path\":\"/cards\"}");

        // Then
        assertThat(landscape.result("beside-1").status()).isEqualTo(200);
        assertThat(landscape.results()).extracting(Result::id).doesNotContain("hang-1");
        assertThat(landscape.result("hang-1").outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anAnswerTooLongIsAnAnswerWithoutBodyThatSaysSo() {
        // Given
        inject(Fault.always(Endpoint.API, new FaultAction.OversizedBody(200_000))
                .on("GET", "^/card-accounts$")
                .times(1));

        // When
        landscape.send(null, "{\"id\":\"large-1\",\"method\":\"GET\",\"path\":\"/card-accounts\"}");

        // Then
        Result result = landscape.result("large-1");
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.reason()).isNotNull();
        assertThat(result.reason().code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void aJsonAnswerStandsInItsResultAsItIsOrTheResultSaysWhyNot() {
        // Given
        String numbers = "{\"n\":[1e2,-0,0.0000001,1.00,12345678901234567890.10]}";
        inject(Fault.always(Endpoint.API, FaultAction.Answer.json(200, numbers)).on("GET", "^/numbers$"));
        inject(Fault.always(Endpoint.API, FaultAction.Answer.json(200, "{\"a\":1,\"a\":2}"))
                .on("GET", "^/twice$"));

        // When
        landscape.send(null, "{\"id\":\"numbers-1\",\"method\":\"GET\",\"path\":\"/numbers\"}");
        landscape.send(null, "{\"id\":\"twice-1\",\"method\":\"GET\",\"path\":\"/twice\"}");

        // Then
        assertThat(new String(landscape.result("numbers-1").body().toByteArray(), UTF_8))
                .isEqualTo(numbers);
        assertThat(landscape.read("partner.results"))
                .anyMatch(record -> new String(record.value(), UTF_8).contains("\"body\":" + numbers));
        assertThat(landscape.result("twice-1").reason().code()).isEqualTo("BODY_NOT_JSON");
    }

    @Test
    void aReadThatCameTooSlowlyForThePartnerIsTriedAgain() {
        // Given
        inject(Fault.always(Endpoint.API, FaultAction.Answer.json(408, "{}"))
                .on("GET", "^/organizations$")
                .times(1));

        // When
        landscape.send(null, "{\"id\":\"slow-1\",\"method\":\"GET\",\"path\":\"/organizations\"}");

        // Then
        Result result = landscape.result("slow-1");
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.attempts()).extracting(Attempt::status).containsExactly(408, 200);
    }

    @Test
    void theTokenRequestAndItsQuotaAreToldOnTheQuotaTopic() {
        // When
        List<String> told = await().atMost(Landscape.LIMIT)
                .until(
                        () -> landscape.read("partner.quota").stream()
                                .map(record -> new String(record.value(), UTF_8))
                                .filter(value ->
                                        value.contains("TokenQuota") && value.contains("\"outcome\":\"ISSUED\""))
                                .toList(),
                        list -> !list.isEmpty());

        // Then
        assertThat(told).hasSize(1);
        long asked = landscape.partner.ledger().tokenRequests();
        assertThat(told.get(0)).contains("\"remaining\":" + (42 - asked), "\"remaining\":" + (100 - asked));
    }

    private static void inject(Fault fault) {
        landscape.partner.controls().inject(fault);
    }

    private static String issue(String id, String cardholder) {
        return "{\"id\":\"" + id + "\",\"method\":\"POST\",\"path\":\"/cards/" + cardholder
                + "\",\"body\":{\"type\":\"VIRTUAL\",\"label\":\"test\"}}";
    }
}
