package io.partnerapi.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.timing.Timing;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the permits of a command are told of its call. */
class CommandPipelinePermitTest {
    private static final String READ = "{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"}";

    private final PipelineFixture with = new PipelineFixture();
    private final List<String> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void watchTheCall() {
        with.onWritten = () -> events.add("written");
    }

    @AfterEach
    void stop() throws Exception {
        with.close();
    }

    @Test
    void itsOwnPermitIsToldThatTheCallHasArrived() throws Exception {
        // Given
        with.permits.give(permit("own", true));

        // When
        with.pass(READ, false);

        // Then
        assertThat(events).containsExactly("own is spent", "written", "own arrived", "own is closed");
    }

    @Test
    void anotherPermitThatTheCallIsMadeOnIsToldThatItHasArrived() throws Exception {
        // Given
        with.permits.give(permit("own", false));
        with.permits.give(permit("another", true));

        // When
        with.pass(READ, false);

        // Then
        assertThat(events)
                .containsExactly(
                        "own is too old",
                        "another is spent",
                        "own is closed",
                        "written",
                        "another arrived",
                        "another is closed");
    }

    @Test
    void anotherPermitIsClosedAfterTheCallThatGotNoAnswer() throws Exception {
        // Given
        with.permits.give(permit("own", false));
        with.permits.give(permit("another", true));
        with.answer = new NoAnswer("late");

        // When
        with.pass(READ, false);

        // Then
        assertThat(events)
                .containsExactly("own is too old", "another is spent", "own is closed", "written", "another is closed");
    }

    @Test
    void anotherPermitThatCannotBeSpentEitherIsClosedAndNothingIsWritten() throws Exception {
        // Given
        with.permits.give(permit("own", false));
        with.permits.give(permit("another", false));

        // When
        with.pass(READ, false);

        // Then
        assertThat(events)
                .containsExactly("own is too old", "another is too old", "another is closed", "own is closed");
    }

    @Test
    void anotherPermitThatComesTooLateIsGivenBackUnspent() throws Exception {
        // Given
        with.permits.give(permit("own", false, () -> with.nanos.addAndGet(Timing.START_LIMIT.toNanos())));
        with.permits.give(permit("another", true));

        // When
        with.pass(READ, false);

        // Then
        assertThat(events).containsExactly("own is too old", "another is closed", "own is closed");
    }

    private Permit permit(String name, boolean young) {
        return permit(name, young, () -> {});
    }

    private Permit permit(String name, boolean young, Runnable onSpend) {
        return new Permit() {
            @Override
            public boolean spend() {
                onSpend.run();
                events.add(name + (young ? " is spent" : " is too old"));
                return young;
            }

            @Override
            public void arrived() {
                events.add(name + " arrived");
            }

            @Override
            public void close() {
                events.add(name + " is closed");
            }
        };
    }
}
