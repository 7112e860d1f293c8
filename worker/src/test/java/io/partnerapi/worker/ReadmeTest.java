package io.partnerapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds README.md to its word: the Java code that it shows is code that a test runs. */
class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path TESTED = Path.of("src/test/java/io/partnerapi/worker/it/ReplyIT.java");

    @Test
    void theJavaCodeShownIsTested() throws Exception {
        // Given
        String tested = plain(Files.readString(TESTED));

        // When
        List<String> shown = JAVA.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map(block -> plain(block.group(1)))
                .toList();

        // Then
        assertThat(shown).isNotEmpty().allSatisfy(code -> assertThat(tested).contains(code));
    }

    private static String plain(String code) {
        return code.replaceAll("\\s+", " ");
    }
}
