package io.partnerapi.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MailboxesTest {
    private final Mailboxes<String, String> mailboxes = new Mailboxes<>();

    @Test
    void itemsOfAKeyComeOneAtATimeInOrder() {
        // Given
        mailboxes.add("k", "k1");
        mailboxes.add("k", "k2");

        // When
        String first = mailboxes.next();
        String whileBusy = mailboxes.next();
        mailboxes.done("k");

        // Then
        assertThat(first).isEqualTo("k1");
        assertThat(whileBusy).isNull();
        assertThat(mailboxes.next()).isEqualTo("k2");
    }

    @Test
    void otherKeysGoOnWhileOneIsBusy() {
        // Given
        mailboxes.add("a", "a1");
        mailboxes.add("b", "b1");

        // When
        mailboxes.next();

        // Then
        assertThat(mailboxes.next()).isEqualTo("b1");
    }

    @Test
    void anItemThatIsTriedAgainStaysBeforeTheOthersOfItsKey() {
        // Given
        mailboxes.add("k", "k1");
        mailboxes.add("k", "k2");
        mailboxes.next();

        // When
        mailboxes.again("k");

        // Then
        assertThat(mailboxes.next()).isEqualTo("k1");
    }

    @Test
    void aKeyIsForgottenWithItsLastItem() {
        // Given
        mailboxes.add("k", "k1");
        mailboxes.next();

        // When
        mailboxes.done("k");

        // Then
        assertThatThrownBy(() -> mailboxes.done("k")).isInstanceOf(IllegalStateException.class);
        assertThat(mailboxes.next()).isNull();
    }
}
