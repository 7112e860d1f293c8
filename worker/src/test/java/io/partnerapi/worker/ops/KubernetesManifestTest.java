package io.partnerapi.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partnerapi.worker.config.Settings;
import io.partnerapi.worker.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifest is one that Kubernetes takes, its parts fit each other, and a worker can start with its settings. */
class KubernetesManifestTest {

    private final Kubernetes kubernetes = new Kubernetes();
    private String manifest = "";

    @BeforeEach
    void read() throws IOException {
        manifest = Files.readString(Path.of("ops/kubernetes.yaml"));
    }

    @Test
    void kubernetesTakesEveryObject() {
        assertThat(Kubernetes.objects(manifest)).hasSize(6).allSatisfy(kubernetes::check);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a wrong name on top         | automountServiceAccountToken: false | automountServiceAccount: false",
                "a wrong name deep inside    | periodSeconds: 2                    | periodSecond: 2",
                "a number as text            | replicas: 3                         | replicas: \"3\"",
                "a word for a number         | replicas: 3                         | replicas: three",
                "a fraction                  | replicas: 3                         | replicas: 2.5",
                "a number for text           | path: client-secret                 | path: 5",
                "text for yes or no          | publishNotReadyAddresses: true      | publishNotReadyAddresses: ok",
                "text for a list             | drop: [ALL]                         | drop: ALL",
                "a list for an object        | { path: /health/ready, port: http } | [/health/ready, http]",
                "text for an object          | seccompProfile: { type: RuntimeDefault } | seccompProfile: RuntimeDefault",
                "an amount of no unit        | limits: { memory: 1Gi }             | limits: { memory: 1GiB }",
                "no name                     | - name: worker                      | - workingDir: /",
                "no topology                 | topologyKey: kubernetes.io/hostname | minDomains: 1",
                "no key                      | key: cluster-name                   | optional: true",
                "a version that is gone      | apiVersion: policy/v1               | apiVersion: policy/v1beta1",
                "a kind that does not exist  | kind: Deployment                    | kind: Deployments"
            })
    void whatKubernetesWouldRefuseIsFound(String what, String right, String wrong) {
        // Given
        List<JsonNode> objects = Kubernetes.objects(manifest.replace(right, wrong));

        // When
        List<JsonNode> refused = objects.stream().filter(this::isRefused).toList();

        // Then
        assertThat(refused).as(what).hasSize(1);
    }

    private boolean isRefused(JsonNode object) {
        try {
            kubernetes.check(object);
            return false;
        } catch (RuntimeException refused) {
            return true;
        }
    }

    @Test
    void itsPartsFitEachOther() {
        // When
        JsonNode deployment = object("Deployment");
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        JsonNode labels = deployment.at("/spec/template/metadata/labels");

        // Then
        assertThat(List.of(
                        deployment.at("/spec/selector/matchLabels"),
                        object("Service").at("/spec/selector"),
                        object("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                        object("NetworkPolicy").at("/spec/podSelector/matchLabels"),
                        object("NetworkPolicy").at("/spec/ingress/0/from/0/podSelector/matchLabels"),
                        pod.at("/topologySpreadConstraints/0/labelSelector/matchLabels"),
                        pod.at("/topologySpreadConstraints/1/labelSelector/matchLabels")))
                .containsOnly(labels);
        assertThat(pod.path("serviceAccountName"))
                .isEqualTo(object("ServiceAccount").at("/metadata/name"));
        assertThat(pod.at("/volumes/0/configMap/name"))
                .isEqualTo(object("ConfigMap").at("/metadata/name"));
        assertThat(texts(container.path("volumeMounts"), "name"))
                .containsExactlyElementsOf(texts(pod.path("volumes"), "name"));
        assertThat(texts(container.path("ports"), "name"))
                .containsExactlyElementsOf(texts(object("Service").at("/spec/ports"), "name"));
        assertThat(List.of("startupProbe", "livenessProbe", "readinessProbe"))
                .allSatisfy(probe -> assertThat(texts(container.path("ports"), "name"))
                        .contains(container.path(probe).at("/httpGet/port").asText()));
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(50);
    }

    @Test
    void aWorkerCanStartWithItsSettings(@TempDir Path folder) throws IOException {
        // Given
        JsonNode data = object("ConfigMap").path("data");
        JsonNode deployment = object("Deployment");
        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        Files.writeString(folder.resolve("client-secret"), "s3cret");
        Path settingsFile = Files.writeString(
                folder.resolve("worker.properties"),
                data.path("worker.properties").asText().replace(mountOf(container, "partner"), folder.toString()));
        Map<String, String> environment = new HashMap<>();
        container
                .path("env")
                .forEach(variable -> environment.put(variable.path("name").asText(), "127.0.0.1"));
        List<String> warnings = new ArrayList<>();

        // When
        Settings settings =
                new SettingsLoader(environment, () -> "no name was given", warnings::add).load(settingsFile);

        // Then
        assertThat(warnings).isEmpty();
        assertThat(environment).containsOnlyKeys("WORKER_ID", "CLUSTER_HOST", "CLUSTER_NAME");
        assertThat(container.at("/args/1").asText()).isEqualTo(mountOf(container, "settings") + "/worker.properties");
        assertThat(settings.cluster().expectedMembers())
                .isEqualTo(deployment.at("/spec/replicas").asInt());
        assertThat(settings.cluster().members())
                .containsExactly(object("Service").at("/metadata/name").asText());
        assertThat(settings.cluster().port()).isEqualTo(port("grid"));
        assertThat(settings.ops()).isEqualTo(new OpsSettings("0.0.0.0", port("http"), LogFormat.JSON));
    }

    private JsonNode object(String kind) {
        return Kubernetes.objects(manifest).stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private int port(String name) {
        return StreamSupport.stream(object("Service").at("/spec/ports").spliterator(), false)
                .filter(port -> port.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("port")
                .asInt();
    }

    private static String mountOf(JsonNode container, String volume) {
        return StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
                .filter(mount -> mount.path("name").asText().equals(volume))
                .findFirst()
                .orElseThrow()
                .path("mountPath")
                .asText();
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> entry.path(field).asText())
                .toList();
    }
}
