package io.partnerapi.worker.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.Gson;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What Kubernetes would say of a manifest, as its Java client knows it: classes generated from the OpenAPI document of
 * the API, which refuse names that it does not have and objects that lack what it requires.
 */
final class Kubernetes {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/ServiceAccount", V1ServiceAccount.class,
            "v1/ConfigMap", V1ConfigMap.class,
            "v1/Service", V1Service.class,
            "apps/v1/Deployment", V1Deployment.class,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class);

    private final Gson client = JSON.getGson();

    /** The objects of a manifest. */
    static List<JsonNode> objects(String manifest) {
        YAMLMapper yaml = new YAMLMapper();
        try {
            return yaml.readerFor(JsonNode.class)
                    .<JsonNode>readValues(yaml.createParser(manifest))
                    .readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Refuses an object that Kubernetes would not take.
     *
     * @throws RuntimeException if its kind or a name is unknown, something required is missing, or a type is wrong
     */
    void check(JsonNode object) {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        Class<?> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("unknown kind " + kind);
        }
        // The client takes 3 for "3" and the other way round, Kubernetes does not: so what was read must be what stood
        // there, but for the empty lists and maps that the client adds.
        JsonNode understood = json(client.toJson(client.fromJson(object.toString(), type)));
        dropEmpty(understood);
        if (!understood.equals(object)) {
            throw new IllegalArgumentException("understood as " + understood + " instead of " + object);
        }
    }

    private static void dropEmpty(JsonNode node) {
        node.forEach(Kubernetes::dropEmpty);
        if (node instanceof ObjectNode object) {
            object.removeIf(value -> value.isContainerNode() && value.isEmpty());
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the client wrote something that is not JSON", e);
        }
    }
}
