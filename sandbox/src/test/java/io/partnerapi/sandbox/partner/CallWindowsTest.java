package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallWindowsTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @Test
    void clientsAreCountedApart() {
        // Given
        CallWindows windows = new CallWindows();
        windows.arrive("127.0.0.1", 0, WINDOW);

        // When
        int other = windows.arrive("127.0.0.2", 1, WINDOW);

        // Then
        assertThat(other).isEqualTo(1);
    }

    @Test
    void beyondTheMostClientsAllShareOneWindow() {
        // Given
        CallWindows windows = new CallWindows();
        for (int client = 0; client < CallWindows.MAX_CLIENTS; client++) {
            windows.arrive("client-" + client, client, WINDOW);
        }
        windows.arrive("late-1", 1000, WINDOW);

        // When
        int late = windows.arrive("late-2", 1001, WINDOW);
        int early = windows.arrive("client-0", 1002, WINDOW);

        // Then
        assertThat(late).isEqualTo(2);
        assertThat(early).isEqualTo(2);
    }
}
