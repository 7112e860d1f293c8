package io.partnerapi.sandbox.guarantee;

import static io.partnerapi.sandbox.guarantee.CleanEvidence.BAD;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.CALLED;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.ENDED;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.FREE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.READ;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.WRITE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.call;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.ending;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.unprocessed;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.with;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.withEndings;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Incident;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class NothingLostWhileWaitingTest {
    private static final Incident MEANWHILE = new Incident("a worker killed", CALLED, CALLED);

    private final Guarantee guarantee = new NothingLostWhileWaiting();

    @Test
    void holdsWhenEachEndedAsItMust() {
        // When
        List<Finding> breaches = guarantee.breaches(with(MEANWHILE, CleanEvidence.evidence()));

        // Then
        assertThat(breaches).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ANSWERED", "UNKNOWN"})
    void excusesNoOtherEndingByWhateverHappened(How how) {
        // When
        List<Finding> breaches = guarantee.breaches(with(MEANWHILE, writeEnded(how)));

        // Then
        assertWrong(breaches, "write", how + " instead of ANSWERED");
    }

    @Test
    void letsAnUnsafeCallBeUnknownWhenSomethingHappenedToIt() {
        // When
        List<Finding> breaches = guarantee.breaches(with(MEANWHILE, writeEnded(How.UNKNOWN)));

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void letsNothingBeUnknownWhenNothingHappened() {
        // When
        List<Finding> breaches = guarantee.breaches(writeEnded(How.UNKNOWN));

        // Then
        assertWrong(breaches, "write", "UNKNOWN instead of ANSWERED");
    }

    @Test
    void letsWhatIsAtFaultBeUnknownOnlyWhereOffsetsWereLost() {
        // Given
        Evidence unknown = badEnded(How.UNKNOWN);

        // When
        List<Finding> lost = guarantee.breaches(with(new Incident(Incident.OFFSETS_LOST, CALLED, CALLED), unknown));
        List<Finding> otherwise = guarantee.breaches(with(MEANWHILE, unknown));

        // Then
        assertThat(lost).isEmpty();
        assertWrong(otherwise, "bad", "UNKNOWN instead of REFUSED");
    }

    @Test
    void neverLetsASafeCallBeUnknown() {
        // When
        List<Finding> breaches = guarantee.breaches(with(
                MEANWHILE,
                withEndings(
                        ending(READ, How.UNKNOWN, 10),
                        ending(FREE, How.ANSWERED, 11),
                        ending(WRITE, How.ANSWERED, 12))));

        // Then
        assertWrong(breaches, "read", "UNKNOWN instead of ANSWERED");
    }

    @Test
    void neverLetsACommandAtFaultBeUnknown() {
        // Given
        Evidence clean = CleanEvidence.evidence();
        List<Ending> endings = List.of(ending(CleanEvidence.BAD, How.UNKNOWN, 10));

        // When
        List<Finding> breaches =
                guarantee.breaches(new Evidence(clean.sent(), endings, List.of(), clean.calls(), List.of(MEANWHILE)));

        // Then
        assertWrong(breaches, "bad", "UNKNOWN instead of REFUSED");
    }

    @Test
    void isNotExcusedByWhatHappenedLongBeforeTheCall() {
        // Given
        long before = CALLED - Duration.ofSeconds(13).toNanos();

        // When
        List<Finding> breaches =
                guarantee.breaches(with(new Incident("before", before, before), writeEnded(How.UNKNOWN)));

        // Then
        assertThat(breaches).hasSize(1);
    }

    @Test
    void isNotExcusedByWhatHappenedAfterTheResult() {
        // When
        List<Finding> breaches =
                guarantee.breaches(with(new Incident("after", ENDED + 1, ENDED + 2), writeEnded(How.UNKNOWN)));

        // Then
        assertThat(breaches).hasSize(1);
    }

    @Test
    void aCallThatProvedUnprocessedIsNotTheOneInDoubt() {
        // Given
        long afterTheCall = CALLED + Duration.ofMillis(500).toNanos();
        Evidence unknown = writeEnded(How.UNKNOWN);
        Evidence refused = new Evidence(
                unknown.sent(),
                unknown.endings(),
                List.of(),
                List.of(unprocessed("write")),
                List.of(new Incident("a worker killed", afterTheCall, afterTheCall)));

        // When
        List<Finding> breaches = guarantee.breaches(refused);

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void isJudgedByTheLastCallThatMayHaveBeenProcessed() {
        // Given
        long longAgo = CALLED - Duration.ofSeconds(60).toNanos();
        Evidence unknown = writeEnded(How.UNKNOWN);
        Evidence twice = new Evidence(
                unknown.sent(),
                unknown.endings(),
                List.of(),
                List.of(new Call("write", false, false, 0, longAgo), call("write", true)),
                List.of(new Incident("a worker killed", longAgo, longAgo)));

        // When
        List<Finding> breaches = guarantee.breaches(twice);

        // Then
        assertThat(breaches).hasSize(1);
    }

    private static Evidence writeEnded(How how) {
        return withEndings(ending(READ, How.ANSWERED, 10), ending(FREE, How.ANSWERED, 11), ending(WRITE, how, 12));
    }

    private static Evidence badEnded(How how) {
        Evidence clean = CleanEvidence.evidence();
        List<Ending> endings = clean.endings().stream()
                .map(ending -> ending.source().equals(BAD.position()) ? ending(BAD, how, 3) : ending)
                .toList();
        return new Evidence(clean.sent(), endings, clean.unreadable(), clean.calls(), clean.incidents());
    }

    private static void assertWrong(List<Finding> breaches, String subject, String detail) {
        assertThat(breaches).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.WRONG_ENDING);
            assertThat(finding.subject()).startsWith(subject);
            assertThat(finding.detail()).isEqualTo(detail);
        });
    }
}
