package io.partnerapi.worker.containers;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Decides whether tests that need a container engine run: skipped in one line, or failed if they are required. */
final class ContainerEngine implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
        return decide(
                test.getDisplayName(),
                DockerClientFactory.instance().isDockerAvailable(),
                "required".equals(System.getenv("CONTAINERS")));
    }

    /** @throws IllegalStateException if what is required cannot run */
    static ConditionEvaluationResult decide(String test, boolean engine, boolean required) {
        if (engine) {
            return ConditionEvaluationResult.enabled("a container engine answers");
        }
        if (required) {
            throw new IllegalStateException("CONTAINERS=required, and no container engine answers");
        }
        String reason = test + " is not run: no container engine answers";
        System.out.println(reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
