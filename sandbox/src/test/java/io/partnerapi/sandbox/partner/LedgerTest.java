package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    @Test
    void keepsTheNewestRequestsAndTheTotalsOfAll() {
        // Given
        Ledger ledger = new Ledger(1500);

        // When
        for (int call = 1; call <= 4000; call++) {
            LedgerEntry entry = call(ledger, "command-" + call);
            ledger.update(entry, entry.withEffect("card-issued card-" + call).ended(200, 10));
        }

        // Then
        assertThat(ledger.entries())
                .hasSize(1500)
                .first()
                .extracting(LedgerEntry::seq)
                .isEqualTo(2501L);
        assertThat(ledger.entries()).last().extracting(LedgerEntry::seq).isEqualTo(4000L);
        assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(4000, 4000, 0, 0, 4000, 1));
    }

    @Test
    void anEntryThatLeftIsNotReplacedByItsEnd() {
        // Given
        Ledger ledger = new Ledger(2);
        LedgerEntry first = call(ledger, "a");
        call(ledger, "b");
        call(ledger, "c");

        // When
        ledger.update(first, first.ended(200, 0));

        // Then
        assertThat(ledger.entries()).extracting(LedgerEntry::command).containsExactly("b", "c");
    }

    @Test
    void pagesBySequenceNumber() {
        // Given
        Ledger ledger = new Ledger(10);
        List.of("a", "b", "c", "d").forEach(command -> call(ledger, command));

        // When
        List<LedgerEntry> page = ledger.entriesAfter(1, 2);

        // Then
        assertThat(page).extracting(LedgerEntry::command).containsExactly("b", "c");
    }

    @Test
    void tellsCallsAndEffectsOfEachCommand() {
        // Given
        Ledger ledger = new Ledger(10);
        LedgerEntry lost = call(ledger, "issue");
        ledger.update(
                lost, lost.withEffect("card-issued card-1").withFault("reset").ended(0, 0));
        LedgerEntry repeated = call(ledger, "issue");
        ledger.update(repeated, repeated.withEffect("card-issued card-2").ended(200, 0));
        call(ledger, "read");

        // When
        List<LedgerEntry> effects = ledger.effectsByCommand().getOrDefault("issue", List.of());

        // Then
        assertThat(ledger.callsByCommand()).containsOnlyKeys("issue", "read");
        assertThat(effects).extracting(LedgerEntry::effect).containsExactly("card-issued card-1", "card-issued card-2");
        assertThat(ledger.effects()).isEqualTo(effects);
    }

    @Test
    void tokenRequestsAreCountedApart() {
        // Given
        Ledger ledger = new Ledger(10);
        Instant now = Instant.EPOCH;
        LedgerEntry issued = ledger.arrived(now, 0, "127.0.0.1", Endpoint.TOKEN, "POST", "/oauth/token", null, 0);
        ledger.arrived(now, 1, "127.0.0.1", Endpoint.TOKEN, "POST", "/oauth/token", null, 0);

        // When
        ledger.update(issued, issued.withEffect("token-issued 1").ended(200, 10));

        // Then
        assertThat(ledger.tokenRequests()).isEqualTo(2);
        assertThat(ledger.tokensIssued()).isEqualTo(1);
        assertThat(ledger.effects()).isEmpty();
        assertThat(ledger.totals().calls()).isZero();
    }

    private static LedgerEntry call(Ledger ledger, String command) {
        return ledger.arrived(Instant.EPOCH, 0, "127.0.0.1", Endpoint.API, "POST", "/cards/x", command, 1);
    }
}
