package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Go;
import io.partnerapi.worker.token.Refusal.Retry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever the workers do, in any order, with any pauses. */
class TokenProtocolPropertiesTest {

    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration LIFE = Duration.ofSeconds(120);

    /** One thing that happens: time passes, then a worker acquires anew, or ends some claim it was once granted. */
    record Move(int seconds, int kind, int pick, boolean otherSecret) {}

    /** A granted claim that its worker may end at any later time, or never. */
    record Granted(long generation, String id, String credentials, Instant until) {}

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(
                        Arbitraries.of(0, 0, 1, 5, 14, 16, 60, 1000),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.of(false, false, false, true))
                .as(Move::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 500)
    void oneClaimAtATimeAndGenerationsOnlyGrow(@ForAll("moves") List<Move> moves) {
        // Given
        TokenEntry entry = TokenEntry.EMPTY;
        Instant now = START;
        List<Granted> granted = new ArrayList<>();
        Granted newest = new Granted(0, "", "", START);

        for (Move move : moves) {
            now = now.plusSeconds(move.seconds());
            TokenEntry before = entry;

            // When
            if (move.kind() < 2) {
                String credentials = move.otherSecret() ? "other" : "creds";
                Acquire acquire =
                        new Acquire(credentials, "claim" + granted.size(), "worker", LEASE, 0, false, TokenEntry.EMPTY);
                Applied<ClaimAnswer> applied = acquire.apply(entry, now);
                entry = applied.entry();
                if (applied.answer() instanceof Go go) {

                    // Then
                    assertThat(go.generation()).isGreaterThan(newest.generation());
                    assertThat(before.claim() == null || !now.isBefore(newest.until()))
                            .isTrue();
                    newest = new Granted(go.generation(), acquire.claimId(), credentials, now.plus(LEASE));
                    granted.add(newest);
                } else {
                    assertThat(entry).isEqualTo(before);
                }
            } else if (!granted.isEmpty()) {
                Granted claim = granted.get(move.pick() % granted.size());
                Applied<ClaimEnd> applied = end(move, claim, now).apply(entry, now);
                entry = applied.entry();

                // Then
                assertThat(claim.equals(newest) || entry.equals(before)).isTrue();
            }
            assertThat(entry.generation()).isGreaterThanOrEqualTo(before.generation());
            assertThat(entry.claimGeneration()).isGreaterThanOrEqualTo(before.claimGeneration());
            assertThat(entry.requests().size()).isLessThanOrEqualTo(granted.size());
        }
    }

    private static TokenEvent<ClaimEnd> end(Move move, Granted claim, Instant now) {
        if (move.kind() == 2) {
            SealedToken token = new SealedToken(
                    claim.generation(), claim.credentials(), "sealed", now.plus(LIFE.dividedBy(2)), now.plus(LIFE));
            List<QuotaBucket> quota =
                    List.of(new QuotaBucket("per_hour", 5, move.pick() % 6, Duration.ofSeconds(move.pick())));
            return new Publish(claim.id(), token, true, quota);
        }
        Retry retry = Retry.values()[move.pick() % Retry.values().length];
        Refusal refusal = new Refusal(retry, Duration.ofSeconds(60), move.kind() == 4, "CODE", "reason", "advice");
        return new Refuse(claim.generation(), claim.id(), claim.credentials(), refusal, 0.5, List.of());
    }

    @Property(tries = 300)
    void mergeKeepsTheHighestGenerationInEveryOrder(
            @ForAll("moves") List<Move> common, @ForAll("moves") List<Move> one, @ForAll("moves") List<Move> other) {
        // Given
        TokenEntry shared = play(TokenEntry.EMPTY, common, "shared");
        TokenEntry left = play(shared, one, "left");
        TokenEntry right = play(shared, other, "right");

        // When
        TokenEntry merged = left.merge(right);

        // Then
        TokenEntry swapped = right.merge(left);
        assertThat(merged.generation()).isEqualTo(Math.max(left.generation(), right.generation()));
        assertThat(merged.claimGeneration()).isEqualTo(Math.max(left.claimGeneration(), right.claimGeneration()));
        assertThat(swapped.generation()).isEqualTo(merged.generation());
        assertThat(swapped.requests()).isEqualTo(merged.requests());
        assertThat(merged.requests()).containsAll(left.requests()).containsAll(right.requests());
        Claim claim = merged.claim();
        assertThat(claim == null || claim.generation() > merged.generation()).isTrue();
        assertThat(merged.merge(merged)).isEqualTo(merged);
    }

    @Property(tries = 300)
    void whatAWorkerKnowsEndsNoClaimAndTakesNothingBack(
            @ForAll("moves") List<Move> common, @ForAll("moves") List<Move> one, @ForAll("moves") List<Move> other) {
        // Given
        TokenEntry shared = play(TokenEntry.EMPTY, common, "shared");
        TokenEntry grid = play(shared, one, "grid");
        TokenEntry known = play(shared, other, "alone");
        Instant now = START.plusSeconds(600);

        // When
        TokenEntry united = grid.united(known, now);

        // Then
        Claim claim = grid.claim();
        if (known.claimGeneration() <= grid.claimGeneration() || (claim != null && now.isBefore(claim.until()))) {
            assertThat(united).isEqualTo(grid);
        } else {
            assertThat(united.claimGeneration()).isEqualTo(known.claimGeneration());
            assertThat(united.generation()).isEqualTo(Math.max(grid.generation(), known.generation()));
            assertThat(united.requests()).containsAll(grid.requests()).containsAll(known.requests());
            assertThat(united.brake()).isEqualTo(grid.claimGeneration() == 0 ? known.brake() : grid.brake());
        }
    }

    @Property(tries = 100)
    void travelsUnchanged(@ForAll("moves") List<Move> moves) throws IOException, ClassNotFoundException {
        // Given
        TokenEntry entry = play(TokenEntry.EMPTY, moves, "any");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        // When
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(entry);
        }

        // Then
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(entry);
        }
    }

    private static TokenEntry play(TokenEntry start, List<Move> moves, String side) {
        TokenEntry entry = start;
        Instant now = START;
        int claims = 0;
        for (Move move : moves) {
            now = now.plusSeconds(move.seconds());
            Claim claim = entry.claim();
            if (move.kind() < 2 || claim == null) {
                entry = new Acquire("creds", side + claims++, side, LEASE, 0, false, TokenEntry.EMPTY)
                        .apply(entry, now)
                        .entry();
            } else {
                Granted granted = new Granted(claim.generation(), claim.id(), "creds", claim.until());
                entry = end(move, granted, now).apply(entry, now).entry();
            }
        }
        return entry;
    }
}
