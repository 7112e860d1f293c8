package io.partnerapi.worker.status;

import io.partnerapi.worker.breaker.PartnerBreakers;
import io.partnerapi.worker.budget.CallBudget;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.cluster.Grid;
import io.partnerapi.worker.intake.Backlog;
import io.partnerapi.worker.intake.PollLoop;
import io.partnerapi.worker.pipeline.Failures;
import io.partnerapi.worker.pipeline.Pipelines;
import io.partnerapi.worker.token.TokenSource;

/** The parts of a running worker that are asked how they are. */
public record Parts(
        Grid grid,
        PollLoop intake,
        Backlog backlog,
        Pipelines pipelines,
        TokenSource tokens,
        CallBudget budget,
        PartnerBreakers breakers,
        PartnerClients clients,
        Failures failures) {}
