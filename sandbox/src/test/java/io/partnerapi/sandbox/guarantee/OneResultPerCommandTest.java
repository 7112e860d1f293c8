package io.partnerapi.sandbox.guarantee;

import static io.partnerapi.sandbox.guarantee.CleanEvidence.ENDED;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.FREE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.NOISE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.READ;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.WRITE;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.answered;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.call;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.ending;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.mistaken;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.sent;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.with;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.withCalls;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.withEndings;
import static io.partnerapi.sandbox.guarantee.CleanEvidence.withUnreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Sent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneResultPerCommandTest {
    private final Guarantee guarantee = new OneResultPerCommand();

    @Test
    void holdsWhenEachEndedOnce() {
        // When
        List<Finding> breaches = guarantee.breaches(CleanEvidence.evidence());

        // Then
        assertThat(breaches).isEmpty();
    }

    @Test
    void namesEveryCommandOfARunInWhichNothingHappened() {
        // Given
        Evidence nothing = new Evidence(List.of(READ, NOISE), List.of(), List.of(), List.of(), List.of());

        // When
        List<Finding> breaches = guarantee.breaches(nothing);

        // Then
        assertThat(breaches)
                .extracting(Finding::problem, Finding::detail)
                .containsExactly(
                        tuple(Problem.MISSING, "expected ANSWERED"), tuple(Problem.MISSING, "expected DEAD_LETTER"));
    }

    @Test
    void namesACommandWithoutAnEnding() {
        // When
        List<Finding> breaches = guarantee.breaches(withEndings(answered(READ, FREE)));

        // Then
        assertOnly(breaches, Problem.MISSING, "write");
    }

    @Test
    void namesACommandThatEndedTwice() {
        // When
        List<Finding> breaches = guarantee.breaches(withEndings(answered(READ, FREE, WRITE, READ)));

        // Then
        assertOnly(breaches, Problem.DUPLICATE, "read");
        assertThat(breaches.get(0).detail()).contains("ANSWERED at results-5@10, ANSWERED at results-5@13");
    }

    @Test
    void excusesASecondEndingOnlyOfWhatEndedJustBeforeOffsetsWereLost() {
        // Given
        Evidence twice = withEndings(answered(READ, FREE, WRITE, READ));
        Evidence thrice = withEndings(answered(READ, FREE, WRITE, READ, READ));

        // When
        List<Finding> lost = guarantee.breaches(with(offsetsLost(5, 9), twice));
        List<Finding> lostBefore = guarantee.breaches(with(offsetsLost(-9, -5), twice));
        List<Finding> lostLater = guarantee.breaches(with(offsetsLost(25, 29), twice));
        List<Finding> thirdTime = guarantee.breaches(with(offsetsLost(5, 9), thrice));
        List<Finding> otherwise = guarantee.breaches(with(new Incident("a worker killed", ENDED, ENDED), twice));

        // Then
        assertThat(lost).isEmpty();
        assertOnly(
                guarantee.breaches(with(offsetsLost(5, 9), withEndings(answered(READ, FREE)))),
                Problem.MISSING,
                "write");
        assertOnly(lostBefore, Problem.DUPLICATE, "read");
        assertOnly(lostLater, Problem.DUPLICATE, "read");
        assertOnly(thirdTime, Problem.DUPLICATE, "read");
        assertOnly(otherwise, Problem.DUPLICATE, "read");
    }

    @Test
    void excusesASecondEndingOfWhatEndedLongBeforeWhileAnEarlierCommandHadNot() {
        // Given
        Ending earlier = endingAfter(READ, 10, 60);
        Evidence behind = withEndings(
                ending(FREE, How.ANSWERED, 11),
                earlier,
                ending(WRITE, How.ANSWERED, 12),
                ending(FREE, How.ANSWERED, 13));
        Evidence before = withEndings(
                ending(READ, How.ANSWERED, 11),
                endingAfter(FREE, 10, 60),
                ending(WRITE, How.ANSWERED, 12),
                ending(READ, How.ANSWERED, 13));

        // When / Then
        assertThat(guarantee.breaches(with(offsetsLost(70, 71), behind))).isEmpty();
        assertOnly(guarantee.breaches(with(offsetsLost(70, 71), before)), Problem.DUPLICATE, "read");
    }

    @Test
    void excusesAsManyMoreEndingsAsOffsetsWereLost() {
        // Given
        Evidence thrice = withEndings(answered(READ, FREE, WRITE, READ, READ));

        // When / Then
        assertThat(guarantee.breaches(with(offsetsLost(3, 4), with(offsetsLost(5, 9), thrice))))
                .isEmpty();
    }

    private static Ending endingAfter(Sent sent, long offset, int seconds) {
        Ending ending = ending(sent, How.ANSWERED, offset);
        return new Ending(
                ending.how(),
                ending.id(),
                ending.key(),
                ending.source(),
                ending.at(),
                ENDED + Duration.ofSeconds(seconds).toNanos(),
                ending.worker());
    }

    private static Incident offsetsLost(int from, int to) {
        return new Incident(
                Incident.OFFSETS_LOST,
                ENDED + Duration.ofSeconds(from).toNanos(),
                ENDED + Duration.ofSeconds(to).toNanos());
    }

    @Test
    void namesADeadLetterBesideAResult() {
        // When
        List<Finding> breaches = guarantee.breaches(withEndings(
                ending(READ, How.ANSWERED, 10),
                ending(FREE, How.ANSWERED, 11),
                ending(WRITE, How.ANSWERED, 12),
                ending(WRITE, How.DEAD_LETTER, 0)));

        // Then
        assertOnly(breaches, Problem.DUPLICATE, "write");
    }

    @Test
    void namesAResultForNothing() {
        // Given
        Sent ghost = sent("ghost", null, 99, How.ANSWERED);

        // When
        List<Finding> breaches = guarantee.breaches(withEndings(answered(READ, FREE, WRITE, ghost)));

        // Then
        assertOnly(breaches, Problem.STRAY, "0@99");
    }

    @Test
    void namesAResultThatBreaksTheContract() {
        // When
        List<Finding> breaches = guarantee.breaches(withUnreadable("partner.results 5@9: id is missing"));

        // Then
        assertOnly(breaches, Problem.UNREADABLE, "id is missing");
    }

    @Test
    void comparesIdsAndKeys() {
        // When
        List<Finding> breaches = guarantee.breaches(withEndings(
                mistaken(READ, "other", "a", 10), mistaken(WRITE, "write", "b", 11), mistaken(FREE, "free", "a", 12)));

        // Then
        assertThat(breaches)
                .extracting(Finding::problem, Finding::detail)
                .containsExactly(
                        tuple(Problem.WRONG_IDENTITY, "its result has id other"),
                        tuple(Problem.WRONG_IDENTITY, "key a became b"),
                        tuple(Problem.WRONG_IDENTITY, "key null became a"));
    }

    @Test
    void doesNotBelieveAnAnswerWithoutACall() {
        // When
        List<Finding> breaches = guarantee.breaches(withCalls(call("read", false), call("write", true)));

        // Then
        assertOnly(breaches, Problem.NOT_CALLED, "free");
    }

    private static void assertOnly(List<Finding> breaches, Problem problem, String subject) {
        assertThat(breaches).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(problem);
            assertThat(finding.subject()).contains(subject);
        });
    }
}
