package io.partnerapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds GUARANTEES.md to its word: every test that it names exists. */
class GuaranteesTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test|Properties))(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedExists() throws Exception {
        // Given
        JavaClasses classes = new ClassFileImporter().importPackages("io.partnerapi.worker");
        Set<String> existing = classes.stream()
                .flatMap(type -> Stream.concat(
                        Stream.of(type.getSimpleName()),
                        type.getMethods().stream().map(method -> name(type, method))))
                .collect(Collectors.toSet());

        // When
        Set<String> named = NAMED.matcher(Files.readString(Path.of("GUARANTEES.md")))
                .results()
                .map(GuaranteesTest::name)
                .collect(Collectors.toSet());

        // Then
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(existing).containsAll(named);
    }

    private static String name(JavaClass type, JavaMethod method) {
        return type.getSimpleName() + "." + method.getName();
    }

    private static String name(MatchResult named) {
        return named.group(2) == null ? named.group(1) : named.group(1) + "." + named.group(2);
    }
}
