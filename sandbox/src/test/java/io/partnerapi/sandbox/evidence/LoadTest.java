package io.partnerapi.sandbox.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.model.Population;
import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.schemas.Repeat;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final List<Planned> LOAD = new Load(1, Population.STANDARD).next(2_000);

    @Test
    void isTheSameForTheSameSeed() {
        // When
        List<Planned> again = new Load(1, Population.STANDARD).next(2_000);

        // Then
        assertThat(again)
                .extracting(LoadTest::text)
                .isEqualTo(LOAD.stream().map(LoadTest::text).toList());
    }

    @Test
    void differsForAnotherSeed() {
        // When
        List<Planned> other = new Load(2, Population.STANDARD).next(2_000);

        // Then
        assertThat(other)
                .extracting(Planned::key)
                .isNotEqualTo(LOAD.stream().map(Planned::key).toList());
        assertThat(other)
                .extracting(Planned::id)
                .doesNotContainAnyElementsOf(LOAD.stream().map(Planned::id).toList());
    }

    @Test
    void givesEveryCommandItsOwnId() {
        assertThat(LOAD).extracting(Planned::id).doesNotHaveDuplicates();
    }

    @Test
    void mixesReadsWritesAndCallsThatMustNotBeRepeated() {
        // When
        Map<String, Long> kinds = LOAD.stream().collect(Collectors.groupingBy(Planned::kind, Collectors.counting()));

        // Then
        assertThat(kinds)
                .containsOnlyKeys(
                        "card",
                        "transactions",
                        "card-list",
                        "card-batch",
                        "issue-card",
                        "card-limit",
                        "lock",
                        "unlock",
                        "cut-off",
                        "unknown-field",
                        "path-escape",
                        "pin",
                        "pan",
                        "noise",
                        "no-id");
        assertThat(kinds.get("issue-card")).isBetween(220L, 380L);
    }

    @Test
    void makesTwoInAHundredInvalid() {
        // When
        Map<How, Long> expected =
                LOAD.stream().collect(Collectors.groupingBy(Planned::expected, Collectors.counting()));

        // Then
        assertThat(expected)
                .containsOnly(
                        Map.entry(How.ANSWERED, 1_960L), Map.entry(How.REFUSED, 28L), Map.entry(How.DEAD_LETTER, 12L));
    }

    @Test
    void usesOnlyWhatThePartnerKnows() {
        // Given
        Set<String> known = new HashSet<>();
        for (int organization = 1; organization <= 3; organization++) {
            known.add("org-" + organization);
            for (int cardholder = 1; cardholder <= 4; cardholder++) {
                known.add("cardholder-" + organization + "-" + cardholder);
            }
        }
        for (int card = 1; card <= 3 * 4 * 2; card++) {
            known.add("card-" + card);
        }

        // When
        List<Planned> load = new Load(7, new Population(3, 4, 2)).next(1_000);

        // Then
        assertThat(load).extracting(Planned::key).filteredOn(key -> key != null).isSubsetOf(known);
        assertThat(load).extracting(Planned::key).containsNull().contains("card-24");
    }

    @Test
    void callsRepeatableWhatTheContractCallsSafe() {
        // Given
        CommandCodec codec = new CommandCodec();

        // When
        List<Planned> valid = LOAD.stream()
                .filter(planned -> planned.expected() == How.ANSWERED)
                .toList();

        // Then
        assertThat(valid).allSatisfy(planned -> assertThat(planned.repeatable())
                .isEqualTo(codec.decode(planned.value())
                        .fold(command -> repeat(command) == Repeat.SAFE, malformed -> null)));
    }

    @Test
    void keysACommandByTheEntityInItsPath() {
        assertThat(LOAD)
                .filteredOn(planned -> planned.kind().equals("issue-card"))
                .allSatisfy(planned -> assertThat(new String(planned.value(), UTF_8))
                        .contains("\"path\":\"/cards/" + planned.key() + "\""));
    }

    private static Repeat repeat(Command command) {
        return command.repeat() != null
                ? command.repeat()
                : OperationCatalogue.standard().defaultRepeat(command.target(), command.method(), command.path());
    }

    private static String text(Planned planned) {
        return String.join(
                " ",
                planned.id(),
                String.valueOf(planned.key()),
                planned.kind(),
                planned.expected().name(),
                new String(planned.value(), ISO_8859_1));
    }
}
