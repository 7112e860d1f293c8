package io.partnerapi.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.worker.turn.Place;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailboxesTest {
    private final Mailboxes<String, String> mailboxes = new Mailboxes<>(5, item -> new Place(0, item, 1));

    @Test
    void itemsOfAKeyComeOneAtATimeInOrder() {
        // Given
        mailboxes.add("k", "k1");
        mailboxes.add("k", "k2");

        // When
        String first = mailboxes.next(priority -> true);
        String whileBusy = mailboxes.next(priority -> true);
        mailboxes.done("k");

        // Then
        assertThat(first).isEqualTo("k1");
        assertThat(whileBusy).isNull();
        assertThat(mailboxes.next(priority -> true)).isEqualTo("k2");
    }

    @Test
    void otherKeysGoOnWhileOneIsBusy() {
        // Given
        mailboxes.add("a", "a1");
        mailboxes.add("b", "b1");

        // When
        mailboxes.next(priority -> true);

        // Then
        assertThat(mailboxes.next(priority -> true)).isEqualTo("b1");
    }

    @Test
    void anItemThatIsTriedAgainStaysBeforeTheOthersOfItsKey() {
        // Given
        mailboxes.add("k", "k1");
        mailboxes.add("k", "k2");
        mailboxes.next(priority -> true);

        // When
        mailboxes.again("k");

        // Then
        assertThat(mailboxes.next(priority -> true)).isEqualTo("k1");
    }

    @Test
    void everyItemIsShownWithHowManyOfItsKeyComeFirst() {
        // Given
        mailboxes.add("k", "k1");
        mailboxes.add("k", "k2");
        mailboxes.add("l", "l1");
        mailboxes.next(priority -> true);

        // When
        Map<String, Integer> shown = new HashMap<>();
        mailboxes.each(shown::put);

        // Then
        assertThat(shown).isEqualTo(Map.of("k1", 0, "k2", 1, "l1", 0));
    }

    @Test
    void aKeyIsForgottenWithItsLastItem() {
        // Given
        mailboxes.add("k", "k1");
        mailboxes.next(priority -> true);

        // When
        mailboxes.done("k");

        // Then
        assertThatThrownBy(() -> mailboxes.done("k")).isInstanceOf(IllegalStateException.class);
        assertThat(mailboxes.next(priority -> true)).isNull();
    }
}
