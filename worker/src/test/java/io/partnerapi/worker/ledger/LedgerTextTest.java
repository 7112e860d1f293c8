package io.partnerapi.worker.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ledger.LedgerText.Trust;
import io.partnerapi.worker.ledger.LedgerText.Understood;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTextTest {
    private static final LogId LOG = new LogId(new Uuid(7, 7), "0badcafe");
    private static final Anchor ANCHOR = new Anchor(LOG, 12, OptionalInt.of(3));

    @ParameterizedTest
    @CsvSource({
        "pw1.Ag..f09384d3, {1}, {}",
        "pw1..AQ.a3dc7fab, {}, {0}",
        "pw1.Ag.BA.d0b92696, {1}, {2}",
    })
    void aWholeTextSaysWhatWasKnown(String text, String settled, String started) {
        // When
        Understood read = LedgerText.parse(text);

        // Then
        assertThat(read.trust()).isEqualTo(Trust.WHOLE);
        assertThat(read.known().settled()).hasToString(settled);
        assertThat(read.known().started()).hasToString(started);
        assertThat(read.known().doubtful()).isZero();
        assertThat(read.anchor()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.12.3.5.Ag.BA.CHECK', 12, 3, 5, {1}, {2}",
        "'pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.0..0...CHECK', 0, , 0, {}, {}",
    })
    void aWholeTextSaysWhatItIsBoundToAndIsWrittenTheSameAgain(
            String form, long offset, Integer epoch, long doubtful, String settled, String started) {
        // Given
        String text = checked(form);

        // When
        Understood read = LedgerText.parse(text);

        // Then
        assertThat(read.trust()).isEqualTo(Trust.WHOLE);
        assertThat(read.anchor())
                .contains(new Anchor(
                        LOG, offset, epoch == null ? OptionalInt.empty() : OptionalInt.of(epoch.intValue())));
        assertThat(read.known())
                .hasToString("settled %s, started %s, doubtful %d".formatted(settled, started, doubtful));
        assertThat(LedgerText.of(read.known(), read.anchor().orElseThrow())).isEqualTo(text);
    }

    @Test
    void noTextAtAllSaysThatNothingIsKnown() {
        assertThat(LedgerText.parse(""))
                .isEqualTo(new Understood(LedgerMetadata.none(), Trust.WHOLE, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.-1..0...CHECK",
                "pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.1.-3.0...CHECK",
                "pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.1..-2...CHECK",
                "pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.1.99999999999.0...CHECK",
                "pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.1..0.Ag.Ag.CHECK",
                "pw2.AAAAAA.0badcafe.1..0...CHECK",
                "pw2.AAAAAAAAAAcAAAAAAAAABw.0badcafe.1..0..CHECK",
                "pw3.AAAAAAAAAAcAAAAAAAAABw.0badcafe.1..0...CHECK",
            })
    void aTextThatNoWorkerOfThisVersionWritesIsDamageAlsoIfItsChecksumIsRight(String form) {
        assertThat(LedgerText.parse(checked(form)))
                .isEqualTo(new Understood(LedgerMetadata.none(), Trust.DAMAGED, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "moved by hand", "{\"checkpoint\":7}", "xw1.Ag.BA", "a.b.c.d", "Pw1"})
    void textThatIsNotOursSaysNothing(String text) {
        // When
        Understood read = LedgerText.parse(text);

        // Then
        assertThat(read).isEqualTo(new Understood(LedgerMetadata.none(), Trust.FOREIGN, Optional.empty()));
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
        Understood read = LedgerText.parse(text);

        // Then
        assertThat(read).as(why).isEqualTo(new Understood(LedgerMetadata.none(), Trust.DAMAGED, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {PartitionLedger.MAX_SPAN, 8 * LedgerText.MAX_LENGTH})
    void aBitBeyondTheSpanIsDamage(int bit) {
        // Given
        BitSet beyond = new BitSet();
        beyond.set(bit);
        String text = text(new LedgerMetadata(beyond, new BitSet(), 0));

        // When
        Understood read = LedgerText.parse(text);

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
        LedgerMetadata fullest = new LedgerMetadata(settled, started, Long.MAX_VALUE);

        // When
        Anchor longest = new Anchor(LOG, Long.MAX_VALUE, OptionalInt.of(Integer.MAX_VALUE));
        String text = LedgerText.of(fullest, longest);

        // Then
        assertThat(text.length()).isLessThanOrEqualTo(LedgerText.MAX_LENGTH);
        assertThat(LedgerText.parse(text)).isEqualTo(new Understood(fullest, Trust.WHOLE, Optional.of(longest)));
    }

    @Property
    void aWrittenTextIsReadBack(@ForAll("ledgers") LedgerMetadata written) {
        assertThat(LedgerText.parse(text(written)))
                .isEqualTo(new Understood(written, Trust.WHOLE, Optional.of(ANCHOR)));
    }

    @Property
    void aSingleChangedCharacterIsNoticed(
            @ForAll("ledgers") LedgerMetadata written, @ForAll int where, @ForAll("characters") char other) {
        StringBuilder text = new StringBuilder(text(written));
        int index = Math.floorMod(where, text.length());
        if (text.charAt(index) != other) {
            text.setCharAt(index, other);
            assertThat(LedgerText.parse(text.toString()).trust()).isEqualTo(Trust.DAMAGED);
        }
    }

    @Property
    void whatIsCutOffIsNoticed(@ForAll("ledgers") LedgerMetadata written, @ForAll int where) {
        String text = text(written);
        String start = text.substring(0, "pw".length() + Math.floorMod(where, text.length() - "pw".length()));
        assertThat(LedgerText.parse(start).trust()).isEqualTo(Trust.DAMAGED);
    }

    @Property
    void noTextIsTooStrangeToBeUnderstood(@ForAll("texts") String text) {
        Understood read = LedgerText.parse(text);
        assertThat(read.known().settled().length()).isLessThanOrEqualTo(PartitionLedger.MAX_SPAN);
        assertThat(read.known().started().length()).isLessThanOrEqualTo(PartitionLedger.MAX_SPAN);
    }

    private static String text(LedgerMetadata known) {
        return LedgerText.of(known, ANCHOR);
    }

    /** The text with the checksum that it should have. */
    private static String checked(String form) {
        String body = form.substring(0, form.lastIndexOf('.'));
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(UTF_8));
        return body + "." + HexFormat.of().toHexDigits((int) sum.getValue());
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
                    return new LedgerMetadata(settled, started, random.nextInt(3) * 10_000L);
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
