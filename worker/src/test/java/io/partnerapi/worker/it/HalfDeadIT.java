package io.partnerapi.worker.it;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.worker.it.OutOfMemoryAgent.Whose;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker of which a thread has met a lack of heap ends, whoever's thread that is: it does not live on half dead. */
class HalfDeadIT {
    @Test
    void aLackOfHeapInAnyThreadEndsTheWorker(@TempDir Path folder) throws Exception {
        try (Landscape landscape = new Landscape(folder, Rules::withoutCallLimit)) {
            // Given
            Map<Whose, WorkerProcess> workers = new EnumMap<>(Whose.class);
            for (Whose whose : Whose.values()) {
                Map<String, String> settings = landscape.settings(1).get(0);
                settings.put("worker.id", whose.name());
                workers.put(whose, landscape.start(settings, OutOfMemoryAgent.option(folder, whose)));
            }

            // When
            Map<Whose, Integer> codes = workers.entrySet().stream()
                    .collect(
                            toMap(Map.Entry::getKey, worker -> worker.getValue().awaitExit(Landscape.LIMIT)));

            // Then
            assertThat(codes).containsOnlyKeys(Whose.values()).allSatisfy((whose, code) -> assertThat(code)
                    .isEqualTo(1));
            for (WorkerProcess worker : workers.values()) {
                assertThat(landscape.log(worker)).contains("the worker ends: thread", "OutOfMemoryError: for a test");
            }
        }
    }
}
