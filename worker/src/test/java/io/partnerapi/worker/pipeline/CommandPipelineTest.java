package io.partnerapi.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Outcome;
import io.partnerapi.worker.breaker.Outage;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.timing.Timing;
import io.partnerapi.worker.token.AccessToken;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandPipelineTest {
    private static final String READ = "{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"}";
    private static final String ISSUE = "{\"id\":\"1\",\"method\":\"POST\",\"path\":\"/cards/ch-1\",\"body\":{}}";

    private final PipelineFixture with = new PipelineFixture();

    @AfterEach
    void stop() throws Exception {
        with.close();
    }

    @Test
    void anAnswerBecomesTheOneResult() throws Exception {
        // When
        Progress progress = with.pass(READ, false);

        // Then
        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(with.result().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(with.partition.outstanding()).isZero();
    }

    @Test
    void anUnsafeCommandIsRecordedAsStartedBeforeItIsCalled() throws Exception {
        // When
        with.pass(ISSUE, false);

        // Then
        assertThat(with.producer.consumerGroupOffsetsHistory()).hasSize(2);
        assertThat(with.producer
                        .consumerGroupOffsetsHistory()
                        .get(0)
                        .values()
                        .iterator()
                        .next()
                        .values())
                .singleElement()
                .satisfies(commit -> assertThat(commit.metadata()).contains(".0..0..AQ."));
        assertThat(with.written).isEqualTo(1);
    }

    @Test
    void anUnsafeCommandWithoutAnAnswerEndsUnknown() throws Exception {
        // Given
        with.answer = new NoAnswer("reset");

        // When
        with.pass(ISSUE, false);

        // Then
        assertThat(with.result().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anUnsafeCommandThatWasNotSentIsTakenBackAndTriedLater() throws Exception {
        // Given
        with.answer = new NotSent("refused");

        // When
        Progress progress = with.pass(ISSUE, false);

        // Then
        assertThat(progress).isEqualTo(Progress.again(Duration.ofSeconds(1)));
        assertThat(with.producer.history()).isEmpty();
        assertThat(with.producer.consumerGroupOffsetsHistory()).hasSize(2);
        assertThat(with.lastMetadata()).contains(".0..0...");
    }

    @Test
    void withoutAConnectionNothingIsRecorded() throws Exception {
        // Given
        with.connected = false;

        // When
        Progress progress = with.pass(ISSUE, false);

        // Then
        assertThat(progress).isEqualTo(Progress.again(Duration.ofSeconds(1)));
        assertThat(with.producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void aCallWhoseStartTookTooLongToRecordIsWithheldAndTakenBack() throws Exception {
        // Given
        with.committing = Timing.START_LIMIT;

        // When
        Progress progress = with.pass(ISSUE, false);

        // Then
        assertThat(with.written).isZero();
        assertThat(progress.again()).isNotNull();
        assertThat(with.lastMetadata()).contains(".0..0...");
    }

    @Test
    void aCallWhoseTokenIsOverBeforeItIsWrittenIsWithheldAndTriedAgain() throws Exception {
        // Given
        with.tokens.give(new AccessToken(1, "t", 0));

        // When
        Progress unsafe = with.pass(ISSUE, false);
        Progress safe = with.pass(READ, false);

        // Then
        assertThat(with.written).isZero();
        assertThat(unsafe.again()).isNotNull();
        assertThat(safe.again()).isNotNull();
        assertThat(with.producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void aCallWhosePartitionIsLostBeforeItsStartIsRecordedIsWithheld() throws Exception {
        // Given
        with.onConnected = with.partition::close;

        // When
        with.pass(ISSUE, false);

        // Then
        assertThat(with.written).isZero();
        assertThat(with.producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void anUnsafeCommandThatMayHaveBeenStartedBeforeIsNotCalled() throws Exception {
        // When
        with.pass(ISSUE, true);

        // Then
        assertThat(with.result().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(with.written).isZero();
    }

    @Test
    void aSafeCommandThatMayHaveBeenStartedBeforeIsCalled() throws Exception {
        // When
        with.pass(READ, true);

        // Then
        assertThat(with.result().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(with.written).isEqualTo(1);
    }

    @Test
    void aCommandNowAtFaultThatMayHaveBeenStartedBeforeIsNotSaidToBeUnsent() throws Exception {
        // When
        with.pass("{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\",\"typo\":1}", true);

        // Then
        assertThat(with.result().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(with.written).isZero();
    }

    @Test
    void bytesWithoutACommandAreADeadLetterThoughTheyMayHaveBeenStartedBefore() throws Exception {
        // When
        with.pass("not a command", true);

        // Then
        assertThat(with.producer.history()).singleElement().satisfies(letter -> assertThat(letter.topic())
                .isEqualTo("dead"));
        assertThat(with.written).isZero();
    }

    @Test
    void theStartOfAFormerOwnerIsNotTakenBackWhenASafeCallFails() throws Exception {
        // Given
        with.answer = new NotSent("refused");

        // When
        Progress progress = with.pass(READ, true);

        // Then
        assertThat(progress).isEqualTo(Progress.again(Duration.ofSeconds(1)));
        assertThat(with.producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void aTokenThatIsNotAcceptedIsReportedAlsoByACallThatIsNotRepeated() throws Exception {
        // Given
        with.answer = new Answered(401, Map.of(), new byte[0]);

        // When
        with.pass(ISSUE, false);

        // Then
        assertThat(with.result().status()).isEqualTo(401);
        assertThat(with.refused).hasSize(1);
    }

    @Test
    void aCommandWhoseTargetIsDownWaitsWithoutACall() throws Exception {
        // Given
        Outage.begin(with.breaker);

        // When
        Progress progress = with.pass(READ, false);

        // Then
        assertThat(progress.again()).isGreaterThan(Duration.ofSeconds(1));
        assertThat(with.written).isZero();
    }

    @Test
    void aCommandWhoseTargetIsDownIsToldOfItsDeadlineInTime() throws Exception {
        // Given
        Outage.begin(with.breaker);

        // When
        Progress progress = with.pass(READ.replace("}", ",\"deadline\":\"2026-03-01T12:00:00.300Z\"}"), false);

        // Then
        assertThat(progress).isEqualTo(Progress.again(Duration.ofMillis(300)));
    }

    @Test
    void aPartnerThatIsStillDownCostsNoAttempt() throws Exception {
        // Given
        with.answer = new NoAnswer("reset");
        Execution command = with.command(READ, false);
        with.pass(command);
        Outage.begin(with.breaker);
        with.breakerClock.pass(Duration.ofMinutes(1));

        // When
        Progress asProbe = with.pass(command);
        with.breakerClock.pass(Duration.ofMinutes(1));
        with.answer = new Answered(200, Map.of(), new byte[0]);
        Progress whenItIsBack = with.pass(command);

        // Then
        assertThat(asProbe.again()).isNotNull();
        assertThat(whenItIsBack).isEqualTo(Progress.DONE);
        assertThat(with.result().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void aCommandOfAPartitionThatIsHandedOverIsLeftToTheNextOwner() throws Exception {
        // Given
        with.partition.drain();

        // When
        Progress progress = with.pass(READ, false);

        // Then
        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(with.written).isZero();
        assertThat(with.producer.history()).isEmpty();
    }
}
