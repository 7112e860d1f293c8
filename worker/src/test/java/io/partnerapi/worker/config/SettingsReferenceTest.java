package io.partnerapi.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    private static final Path COMMITTED = Path.of("CONFIGURATION.md");

    @Test
    void theCommittedReferenceIsWhatTheSettingsSay() throws IOException {
        // Given
        String committed = Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "";

        // When
        String generated = SettingsReference.markdown();

        // Then
        assertThat(committed)
                .overridingErrorMessage(() -> COMMITTED + " is out of date; make it read:\n\n" + generated)
                .isEqualTo(generated);
    }
}
