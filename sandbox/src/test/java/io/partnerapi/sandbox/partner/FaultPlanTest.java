package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {
    private static final FaultAction HANG = new FaultAction.Hang();
    private static final Fault ISSUING = Fault.always(Endpoint.API, HANG).on("POST", "^/cards/cardholder-");

    @ParameterizedTest
    @CsvSource({
        "API,   POST, /cards/cardholder-1-1,         true",
        "API,   post, /cards/cardholder-1-1/instant, true",
        "API,   GET,  /cards/cardholder-1-1,         false",
        "PCI,   POST, /cards/cardholder-1-1,         false",
        "API,   POST, /cards/card-1/replace,         false",
        "API,   POST, /x/cards/cardholder-1-1,       false"
    })
    void happensToWhatItIsLimitedTo(Endpoint endpoint, String method, String path, boolean expected) {
        // Given
        FaultPlan plan = plan(ISSUING);

        // When
        Optional<Fault> picked = plan.pick(endpoint, method, path, () -> 0);

        // Then
        assertThat(picked.isPresent()).isEqualTo(expected);
    }

    @Test
    void endsAfterItsNumberOfTimes() {
        // Given
        FaultPlan plan = plan(ISSUING.times(2));
        plan.pick(Endpoint.API, "POST", "/cards/cardholder-1-1", () -> 0);
        plan.pick(Endpoint.API, "POST", "/cards/cardholder-1-1", () -> 0);

        // When
        Optional<Fault> third = plan.pick(Endpoint.API, "POST", "/cards/cardholder-1-1", () -> 0);

        // Then
        assertThat(third).isEmpty();
        assertThat(plan.faults()).isEmpty();
    }

    @Test
    void theFirstThatAppliesIsPicked() {
        // Given
        Fault second = Fault.always(Endpoint.API, new FaultAction.Reset());
        FaultPlan plan = plan(ISSUING, second);

        // When
        Optional<Fault> read = plan.pick(Endpoint.API, "GET", "/cards", () -> 0);

        // Then
        assertThat(read).contains(second);
    }

    @Property(tries = 20)
    void happensToItsShareOfRequests(@ForAll @DoubleRange(max = 1) double share, @ForAll long seed) {
        // Given
        FaultPlan plan = plan(ISSUING.withShare(share));
        SplittableRandom random = new SplittableRandom(seed);
        int requests = 10_000;
        int happened = 0;

        // When
        for (int request = 0; request < requests; request++) {
            Optional<Fault> picked = plan.pick(Endpoint.API, "POST", "/cards/cardholder-1-1", random::nextDouble);
            happened += picked.isPresent() ? 1 : 0;
        }

        // Then
        assertThat((double) happened / requests).isBetween(share - 0.03, share + 0.03);
    }

    @Test
    void aRefusedStreamCannotHaveTakenEffect() {
        // Given
        Fault refused = Fault.always(Endpoint.API, new FaultAction.RefuseStream());

        // When, Then
        assertThatThrownBy(refused::afterProcessing).hasMessageContaining("fault.processed = true");
    }

    @Test
    void aFaultOfTheBodyAlwaysFollowsProcessing() {
        // When
        Fault fault =
                new Fault(Endpoint.API, null, Pattern.compile(""), 1, 0, false, new FaultAction.OversizedBody(1000));

        // Then
        assertThat(fault.processed()).isTrue();
    }

    private static FaultPlan plan(Fault... faults) {
        FaultPlan plan = new FaultPlan();
        for (Fault fault : faults) {
            plan.add(fault);
        }
        return plan;
    }
}
