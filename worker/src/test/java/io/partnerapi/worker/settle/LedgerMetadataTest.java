package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.settle.LedgerMetadata.Trust;
import io.partnerapi.worker.settle.LedgerMetadata.Understood;
import java.util.BitSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerMetadataTest {

    @ParameterizedTest
    @CsvSource({
        "pw1.Ag..f09384d3, {1}, {}",
        "pw1..AQ.a3dc7fab, {}, {0}",
        "pw1.Ag.BA.d0b92696, {1}, {2}",
    })
    void aWholeTextSaysWhatWasKnown(String text, String settled, String started) {
        // When
        Understood read = LedgerMetadata.parse(text);

        // Then
        assertThat(read.trust()).isEqualTo(Trust.WHOLE);
        assertThat(read.known().settled()).hasToString(settled);
        assertThat(read.known().started()).hasToString(started);
        assertThat(read.known().text()).isEqualTo(text);
    }

    @Test
    void nothingKnownIsAnEmptyText() {
        // When
        String text = LedgerMetadata.none().text();

        // Then
        assertThat(text).isEmpty();
        assertThat(LedgerMetadata.parse(text)).isEqualTo(new Understood(LedgerMetadata.none(), Trust.WHOLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "moved by hand", "{\"checkpoint\":7}", "xw1.Ag.BA", "a.b.c.d", "Pw1"})
    void textThatIsNotOursSaysNothing(String text) {
        // When
        Understood read = LedgerMetadata.parse(text);

        // Then
        assertThat(read).isEqualTo(new Understood(LedgerMetadata.none(), Trust.FOREIGN));
    }

    @ParameterizedTest
    @CsvSource({
        "pw, cut after the first letters",
        "pw1.Ag.BA, without its checksum",
        "pw1.Ag.BA.d0b9269, cut",
        "pw1.Ag.BA.d0b926960, longer",
        "pw1.Ag.BQ.d0b92696, a bit flipped in a bitmap",
        "pw1.Ag.BA.d0b92697, a bit flipped in the checksum",
        "pw1.Ag.BA.D0B92696, another hand's writing of the checksum",
        "pw1.BA.Ag.d0b92696, bitmaps exchanged",
        "xw1.Ag.BA.d0b92696, a bit flipped in the first letter",
        "pw2.Ag.BA.68bc53ce, a newer version",
        "pw2:else, a newer version of another form",
        "pw1.Ag.Ag.e242e739, an offset both settled and started",
        "pw1.A=.B.d0b92696, not Base64",
    })
    void ofATextThatIsOursButDamagedNothingIsExcluded(String text, String why) {
        // When
        Understood read = LedgerMetadata.parse(text);

        // Then
        assertThat(read.trust()).as(why).isEqualTo(Trust.DAMAGED);
        assertThat(read.known().settled().isEmpty()).isTrue();
        assertThat(read.known().started().cardinality()).isEqualTo(PartitionLedger.MAX_SPAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {PartitionLedger.MAX_SPAN, 8 * LedgerMetadata.MAX_LENGTH})
    void aBitBeyondTheSpanIsDamage(int bit) {
        // Given
        BitSet beyond = new BitSet();
        beyond.set(bit);
        String text = new LedgerMetadata(beyond, new BitSet()).text();

        // When
        Understood read = LedgerMetadata.parse(text);

        // Then
        assertThat(read.trust()).isEqualTo(Trust.DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, PartitionLedger.MAX_SPAN})
    void theFullestLedgerFitsACommitAndIsReadBack(int oneStartedOf) {
        // Given
        BitSet settled = new BitSet();
        BitSet started = new BitSet();
        IntStream.range(0, PartitionLedger.MAX_SPAN)
                .forEach(bit -> (bit % oneStartedOf == 0 ? started : settled).set(bit));
        LedgerMetadata fullest = new LedgerMetadata(settled, started);

        // When
        String text = fullest.text();

        // Then
        assertThat(text.length()).isLessThanOrEqualTo(LedgerMetadata.MAX_LENGTH);
        assertThat(LedgerMetadata.parse(text)).isEqualTo(new Understood(fullest, Trust.WHOLE));
    }

    @Property
    void aWrittenTextIsReadBack(@ForAll("ledgers") LedgerMetadata written) {
        assertThat(LedgerMetadata.parse(written.text())).isEqualTo(new Understood(written, Trust.WHOLE));
    }

    @Property
    void aSingleChangedCharacterIsNoticed(
            @ForAll("ledgers") LedgerMetadata written, @ForAll int where, @ForAll("characters") char other) {
        StringBuilder text = new StringBuilder(written.text());
        int index = Math.floorMod(where, text.length());
        if (text.charAt(index) != other) {
            text.setCharAt(index, other);
            assertThat(LedgerMetadata.parse(text.toString()).trust()).isEqualTo(Trust.DAMAGED);
        }
    }

    @Property
    void whatIsCutOffIsNoticed(@ForAll("ledgers") LedgerMetadata written, @ForAll int where) {
        String text = written.text();
        String start = text.substring(0, "pw".length() + Math.floorMod(where, text.length() - "pw".length()));
        assertThat(LedgerMetadata.parse(start).trust()).isEqualTo(Trust.DAMAGED);
    }

    @Property
    void noTextIsTooStrangeToBeUnderstood(@ForAll("texts") String text) {
        Understood read = LedgerMetadata.parse(text);
        assertThat(read.known().settled().length()).isLessThanOrEqualTo(PartitionLedger.MAX_SPAN);
        assertThat(read.known().started().length()).isLessThanOrEqualTo(PartitionLedger.MAX_SPAN);
    }

    /** Not empty, of any length up to the span. */
    @Provide
    Arbitrary<LedgerMetadata> ledgers() {
        return Combinators.combine(Arbitraries.integers().between(1, PartitionLedger.MAX_SPAN), Arbitraries.longs())
                .as((length, seed) -> {
                    Random random = new Random(seed);
                    BitSet settled = new BitSet();
                    BitSet started = new BitSet();
                    IntStream.range(0, length).forEach(bit -> (random.nextBoolean() ? settled : started)
                            .set(bit, bit == length - 1 || random.nextInt(4) > 0));
                    return new LedgerMetadata(settled, started);
                });
    }

    @Provide
    Arbitrary<Character> characters() {
        return Arbitraries.oneOf(
                Arbitraries.chars().alpha().numeric().with('.', '-', '_', '=', ' '),
                Arbitraries.chars().all());
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<String> like =
                Arbitraries.strings().withChars("pw12.AQg-_=0f").ofMaxLength(40);
        return Combinators.combine(Arbitraries.of(Set.of("", "pw", "pw1.", "pw2.")), Arbitraries.oneOf(any, like), any)
                .as((start, middle, end) -> start + middle + end);
    }
}
