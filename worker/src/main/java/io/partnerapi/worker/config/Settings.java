package io.partnerapi.worker.config;

import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.call.PartnerSettings;
import io.partnerapi.worker.cluster.ClusterSettings;
import io.partnerapi.worker.kafka.KafkaSettings;
import io.partnerapi.worker.kafka.TopicSettings;
import io.partnerapi.worker.ops.OpsSettings;
import io.partnerapi.worker.outcome.EchoedHeaders;
import io.partnerapi.worker.pipeline.PipelineSettings;
import io.partnerapi.worker.timing.Timing;
import io.partnerapi.worker.token.TokenSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Everything a worker is told at its start; each part is valid by construction.
 *
 * @param timing what times must fit each other
 * @param recipients JWKS file of the public keys that sensitive results are encrypted to, or null
 * @param echoed which of a command's headers its result carries too
 */
public record Settings(
        KafkaSettings kafka,
        TopicSettings topics,
        PartnerSettings partner,
        TokenSettings token,
        BudgetSettings budget,
        PipelineSettings worker,
        OpsSettings ops,
        ClusterSettings cluster,
        Timing timing,
        @Nullable Path recipients,
        EchoedHeaders echoed) {}
