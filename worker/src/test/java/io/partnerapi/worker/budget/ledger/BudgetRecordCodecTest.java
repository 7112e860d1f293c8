package io.partnerapi.worker.budget.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetRecordCodecTest {
    private static final RateLimit LIMIT = new RateLimit(900, 300_000, 5_000);
    private static final RateLimit STRICTER = new RateLimit(800, 300_000, 6_000);

    /** As it lies in logs of workers of all versions: it may not change. */
    private static final String CLAIM =
            "{\"budget\":1,\"session\":\"s1\",\"base\":[41,7],\"wall\":1700000000000,\"limit\":[900,300000,5000],"
                    + "\"take\":3,\"free\":12,\"under\":[800,300000,6000],\"kept\":[[17,6,2]],\"renewed\":[[18,7,1]]}";

    private static final BudgetRecord RECORD = new BudgetRecord(
            "s1",
            new LogPosition(41, 7),
            1_700_000_000_000L,
            LIMIT,
            new PermitClaim(3, 12, STRICTER),
            Map.of(new LogPosition(17, 6), 2),
            Map.of(new LogPosition(18, 7), 1));

    @Test
    void aRecordHasTheFormThatAllVersionsShare() {
        assertThat(new String(BudgetRecordCodec.encode(RECORD), UTF_8)).isEqualTo(CLAIM);
        assertThat(decode(CLAIM)).isEqualTo(new BudgetRecordCodec.Decoded(1, RECORD));
    }

    @Test
    void aRecordWithoutAClaimHasLess() {
        // Given
        BudgetRecord hello = new BudgetRecord("s1", LogPosition.NONE, 1, LIMIT, null, Map.of(), Map.of());

        // When
        String text = new String(BudgetRecordCodec.encode(hello), UTF_8);

        // Then
        assertThat(text)
                .isEqualTo("{\"budget\":1,\"session\":\"s1\",\"base\":[-1,-1],\"wall\":1,\"limit\":[900,300000,5000]}");
        assertThat(decode(text)).isEqualTo(new BudgetRecordCodec.Decoded(1, hello));
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() {
        assertThat(decode(CLAIM.replace("\"take\"", "\"more\":[1],\"take\"")))
                .isEqualTo(new BudgetRecordCodec.Decoded(1, RECORD));
    }

    @Test
    void aLaterVersionIsToldAndItsClaimKnown() {
        // When
        BudgetRecordCodec.Decoded later = decode(CLAIM.replace("\"budget\":1", "\"budget\":2"));

        // Then
        assertThat(later.isNewer()).isTrue();
        assertThat(later.record()).isEqualTo(RECORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "hello",
                "{\"budget\":0}",
                "{\"budget\":\"1\"}",
                "{\"budget\":1}",
                "{\"budget\":1,\"session\":\"s1\",\"base\":[41],\"wall\":1,\"limit\":[900,300000,5000]}",
                "{\"budget\":1,\"session\":\"s1\",\"base\":[41,7],\"wall\":1,\"limit\":[0,300000,5000]}",
                "{\"budget\":1,\"session\":\"s1\",\"base\":[41,7],\"wall\":1,\"limit\":[900,300000,5000],\"take\":-1,"
                        + "\"free\":1,\"under\":[900,300000,5000]}",
                "{\"budget\":1,\"session\":\"s1\",\"base\":[41,7],\"wall\":1,\"limit\":[900,300000,5000],\"kept\":[[1,1,-1]]}",
                "{\"budget\":1,\"session\":\"s1\",\"base\":[41,7],\"wall\":1,\"limit\":[900,300000,5000],\"kept\":{\"1\":1}}",
            })
    void whatIsNoRecordIsForeign(String text) {
        assertThat(decode(text)).isEqualTo(new BudgetRecordCodec.Decoded(0, BudgetRecord.FOREIGN));
    }

    @Test
    void aRecordWithoutAValueIsForeign() {
        assertThat(BudgetRecordCodec.decode(null)).isEqualTo(new BudgetRecordCodec.Decoded(0, BudgetRecord.FOREIGN));
    }

    private static BudgetRecordCodec.Decoded decode(String text) {
        return BudgetRecordCodec.decode(text.getBytes(UTF_8));
    }
}
