package io.partnerapi.worker.call;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests need that call a scripted partner. */
abstract class CallsOverTls {
    @TempDir
    Path folder;

    Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        TestCaller.await(vertx.close());
    }
}
