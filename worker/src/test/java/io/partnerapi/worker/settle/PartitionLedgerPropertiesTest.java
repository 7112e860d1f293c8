package io.partnerapi.worker.settle;

import io.partnerapi.worker.ledger.LedgerText;
import io.partnerapi.worker.ledger.PartitionLedger;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import net.jqwik.api.statistics.Statistics;

/**
 * Random owners of a partition, one after the other, who take, start, call, settle, commit, crash or go on as zombies.
 *
 * <p>What must hold is asserted where it could break: see {@link Durable}.
 */
class PartitionLedgerPropertiesTest {

    /** Each record gets one result, none is skipped or handed out once it is settled, no unsafe call has two effects. */
    @Property(tries = 200)
    void whatIsCommittedIsNeverRunAgainAndNothingIsSkipped(@ForAll("lives") ActionChain<Owners> lives) {
        Owners owners = lives.run();
        owners.finish();
        Statistics.label("span full").collect(owners.spanWasFull()).coverage(seen -> seen.check(true)
                .percentage(part -> part > 5));
        Statistics.label("zombie called").collect(owners.zombieCalled()).coverage(seen -> seen.check(true)
                .percentage(part -> part > 5));
    }

    /** Results may come twice, but no record is skipped, and no unsafe call has two effects. */
    @Property(tries = 200)
    void aDamagedLedgerCostsNoSecondEffectAndNothingIsSkipped(@ForAll("damagedLives") ActionChain<Owners> lives) {
        lives.run().finish();
    }

    @Provide
    ActionChainArbitrary<Owners> lives() {
        return ActionChain.<Owners>startWith(Owners::new)
                .withAction(6, append())
                .withAction(6, on("take", Owners::take))
                .withAction(6, on("start", toOne(Owner::startable, Owner::start)))
                .withAction(4, on("call", toOne(Owner::callable, (owner, offset) -> owner.call(offset, true))))
                .withAction(2, on("call in vain", toOne(Owner::callable, (owner, offset) -> owner.call(offset, false))))
                .withAction(2, on("withdraw", toOne(Owner::withdrawable, Owner::withdraw)))
                .withAction(6, on("settle", toOne(Owner::settleable, Owner::settle)))
                .withAction(6, on("commit", (owners, n) -> owners.commit()))
                .withAction(2, on("abort", (owners, n) -> owners.abort()))
                .withAction(1, on("crash", (owners, n) -> owners.crash()))
                .withAction(1, on("lose unnoticed", (owners, n) -> owners.loseUnnoticed()))
                .withAction(2, on("zombies call", Owners::zombiesCall))
                .withAction(1, on("zombies commit", Owners::zombiesCommit))
                .withMaxTransformations(120);
    }

    @Provide
    ActionChainArbitrary<Owners> damagedLives() {
        Arbitrary<Character> characters = Arbitraries.chars().alpha().numeric().with('.', '-');
        Action.Independent<Owners> damage =
                () -> Combinators.combine(Arbitraries.integers().between(0, LedgerText.MAX_LENGTH), characters)
                        .as((where, other) -> Transformer.mutate(
                                "damage " + where + " to " + other, owners -> owners.damage(where, other)));
        return lives().withAction(2, damage);
    }

    /** Up to 20 records, mostly without a gap, seldom with one near the ledger's span. */
    private static Action.Independent<Owners> append() {
        Arbitrary<Integer> gaps = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.just(0)),
                Tuple.of(5, Arbitraries.integers().between(1, 9)),
                Tuple.of(1, Arbitraries.of(4000, PartitionLedger.MAX_SPAN - 2, PartitionLedger.MAX_SPAN, 9000)));
        return () -> Combinators.combine(gaps, Arbitraries.of(true, false))
                .as(Appended::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(records -> Transformer.mutate(
                        "append " + records,
                        owners -> records.forEach(record -> owners.durable.append(record.gap(), record.unsafe()))));
    }

    private static Action.Independent<Owners> on(String what, BiConsumer<Owners, Integer> act) {
        return () -> Arbitraries.integers()
                .between(1, 20)
                .map(n -> Transformer.mutate(what + " " + n, owners -> act.accept(owners, n)));
    }

    private static BiConsumer<Owners, Integer> toOne(
            Function<Owner, List<Long>> possible, BiConsumer<Owner, Long> act) {
        return (owners, which) -> owners.act(possible, which, act);
    }

    private record Appended(int gap, boolean unsafe) {}
}
