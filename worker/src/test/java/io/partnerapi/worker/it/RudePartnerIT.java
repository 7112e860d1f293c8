package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import io.partnerapi.worker.rude.Book;
import io.partnerapi.worker.rude.RudePartner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each command ends with its own answer, and none has two effects, whatever a partner does to the others.
 *
 * <p>System properties choose a longer run, {@code -Drude.}: {@code minutes} for each version of HTTP, {@code rate}
 * (commands per second) and {@code seed}.
 */
@Tag("long")
class RudePartnerIT {
    private static final Duration LENGTH =
            Duration.ofMillis((long) (Double.parseDouble(System.getProperty("rude.minutes", "0.25")) * 60_000));
    private static final int RATE = Integer.getInteger("rude.rate", 34);
    private static final long SEED = Long.getLong("rude.seed", 1);
    private static final Duration LAST = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "over HTTP/2: {0}")
    @ValueSource(booleans = {false, true})
    void eachCommandEndsWithItsOwnAnswer(boolean http2) throws Exception {
        // Given
        int count = (int) (LENGTH.toMillis() * RATE / 1_000);
        try (Landscape landscape = new Landscape(folder, Rules::withoutCallLimit);
                RudePartner partner = new RudePartner(http2, SEED)) {
            List<WorkerProcess> workers = new ArrayList<>();
            for (Map<String, String> settings : landscape.settings(2)) {
                settings.put("partner.base-url", partner.url().toString());
                settings.put("partner.trusted-certificates", bothAuthorities(settings, partner));
                settings.put("partner.call-timeout", "PT20S");
                workers.add(landscape.start(settings));
            }
            workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));

            // When
            long start = System.nanoTime();
            int sent = 0;
            while (sent < count) {
                long due = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) * RATE / 1_000;
                for (; sent < Math.min(due, count); sent++) {
                    landscape.send("key-" + sent % 997, command(sent));
                }
                landscape.read("partner.results");
            }
            await().atMost(LAST).until(() -> landscape.read("partner.results").size() >= count);
            landscape.readToTheEnd("partner.results");

            // Then
            List<Result> results = landscape.results();
            System.out.println(counts(results));
            partner.book().conducts().forEach((conduct, times) -> System.out.println(conduct + ": " + times));
            System.out.println("left in silence: " + partner.book().timesLeftInSilence());
            List<String> wrong = wrong(results, partner.book(), count);
            wrong.stream().limit(100).forEach(System.out::println);
            List<String> blamed = new ArrayList<>();
            for (WorkerProcess worker : workers) {
                landscape
                        .log(worker)
                        .lines()
                        .filter(line -> line.contains("partner is down"))
                        .forEach(blamed::add);
            }
            assertThat(wrong).isEmpty();
            assertThat(blamed).isEmpty();
        }
    }

    private static String command(int number) {
        String id = (number % 2 == 0 ? "unsafe-" : "safe-") + number;
        return number % 2 == 0
                ? "{\"id\":\"" + id + "\",\"method\":\"POST\",\"path\":\"/things\",\"body\":{\"id\":\"" + id + "\"}}"
                : "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/things/" + id + "\"}";
    }

    private static List<String> wrong(List<Result> results, Book book, int count) {
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int unread = 0;
        for (Result result : results) {
            String id = result.id();
            if (!ids.add(id)) {
                wrong.add("second result: " + result);
            }
            if (id.startsWith("unsafe") && book.hadTwoEffects(id)) {
                wrong.add("second effect: " + result + " " + book.story(id));
            }
            if (result.outcome() == Outcome.ANSWERED) {
                if (!isItsOwn(result) || !book.answered(id, result.status())) {
                    wrong.add("not its answer: " + result + " " + book.story(id));
                }
            } else if (result.outcome() == Outcome.UNKNOWN && book.neverArrived(id)) {
                unread++;
            } else if (result.outcome() != Outcome.UNKNOWN || !book.lost(id)) {
                wrong.add("not answered: " + result + " " + book.story(id));
            }
        }
        if (ids.size() != count) {
            wrong.add("results of " + ids.size() + " commands");
        }
        // Several may have been on their way to the same connection.
        if (unread > 3 * book.timesLeftInSilence()) {
            wrong.add(unread + " were UNKNOWN that never arrived");
        }
        System.out.println("UNKNOWN that never arrived: " + unread);
        return wrong;
    }

    private static boolean isItsOwn(Result result) {
        return result.body() == null
                ? result.status() == 204 || result.status() == 425
                : new String(result.body().toByteArray(), UTF_8).equals("{\"id\":\"" + result.id() + "\"}");
    }

    private static Map<String, Integer> counts(List<Result> results) {
        Map<String, Integer> counts = new TreeMap<>();
        results.forEach(result -> counts.merge(
                result.id().replaceAll("-.*", " ")
                        + result.outcome()
                        + (result.status() == null ? "" : " " + result.status())
                        + (result.reason() == null ? "" : " " + result.reason().code()),
                1,
                Integer::sum));
        return counts;
    }

    private String bothAuthorities(Map<String, String> settings, RudePartner partner) throws IOException {
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both, Files.readString(Path.of(settings.get("partner.trusted-certificates"))) + partner.authority());
        return both.toString();
    }
}
