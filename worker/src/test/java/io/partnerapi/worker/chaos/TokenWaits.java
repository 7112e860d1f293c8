package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.worker.chaos.Fleet.Place;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many calls have waited for a token, and how long, as the workers' meters say. */
record TokenWaits(Map<String, Long> counts, Map<String, Double> seconds) {
    private static final String METER = "partner_worker_token_wait_seconds_";

    static TokenWaits of(Fleet fleet) {
        Map<String, Long> counts = new HashMap<>();
        Map<String, Double> seconds = new HashMap<>();
        fleet.places().stream().filter(Place::isAlive).map(Place::worker).forEach(worker -> {
            String text = scrape(worker);
            counts.put(worker.toString(), (long) value(text, METER + "count"));
            seconds.put(worker.toString(), value(text, METER + "sum"));
        });
        return new TokenWaits(counts, seconds);
    }

    /** For people: what was added since, by the workers that lived all the time and by those that came later. */
    String since(Fleet fleet) {
        TokenWaits now = of(fleet);
        long waited = 0;
        double sum = 0;
        for (String worker : now.counts().keySet()) {
            waited += now.counts().get(worker) - counts.getOrDefault(worker, 0L);
            sum += now.seconds().get(worker) - seconds.getOrDefault(worker, 0.0);
        }
        return "%d calls of workers that live waited for one, %.3f s in all".formatted(waited, sum);
    }

    private static double value(String text, String meter) {
        return text.lines()
                .filter(line -> line.startsWith(meter + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(meter.length() + 1)))
                .sum();
    }

    private static String scrape(WorkerProcess worker) {
        HttpRequest request = HttpRequest.newBuilder(worker.http().resolve("/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
