package io.partnerapi.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FoldersTest {
    @Test
    void deletesAFolderWithAllItHoldsAndNothingBehindALink() throws IOException {
        // Given
        Path folder = Folders.temporary("folders-test-");
        Path kept = Files.createTempFile("folders-test-", ".kept");
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/file"), "x");
        Files.createSymbolicLink(folder.resolve("a/link"), kept);

        // When
        Folders.delete(folder);

        // Then
        assertThat(folder).doesNotExist();
        assertThat(kept).exists();
        Files.delete(kept);
    }

    @Test
    void takesAMissingFolderForDeleted() {
        // Given
        Path missing = Folders.temporary("folders-test-");
        Folders.delete(missing);

        // When
        Folders.delete(missing);

        // Then
        assertThat(missing).doesNotExist();
    }
}
