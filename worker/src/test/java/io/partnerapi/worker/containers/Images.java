package io.partnerapi.worker.containers;

import java.nio.file.Path;
import java.util.concurrent.Future;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The images of this project, built from what Maven has built; the engine's cache makes the second time short. */
final class Images {
    /** The broker that the compose file starts too. */
    static final String KAFKA = "apache/kafka:4.4.0";

    private Images() {}

    static Future<String> worker() {
        return built("partner-worker:test", Path.of(""));
    }

    static Future<String> sandbox() {
        return built("partner-sandbox:test", Path.of("..", "sandbox"));
    }

    private static Future<String> built(String name, Path module) {
        return new ImageFromDockerfile(name, false)
                .withDockerfile(module.resolve("Dockerfile").toAbsolutePath())
                .withBuildImageCmdModifier(build -> build.withNetworkMode("none"));
    }
}
