package io.partnerapi.worker.rude;

import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What each conduct is, over any version of HTTP. */
final class Manners {
    private static final int QUICKEST_MILLIS = 20;
    private static final int QUICK_MILLIS = 1_000;
    private static final int SLOWEST_MILLIS = 6_000;
    private static final int[] INTERIM = {100, 102, 103, 104, 199};
    private static final int COOKIE = 1_000;

    private final Random random;
    private final EventExecutor loop;

    Manners(Random random, EventExecutor loop) {
        this.random = random;
        this.loop = loop;
    }

    void meet(Exchange exchange) {
        boolean slow = exchange.arrival().conduct == Conduct.SLOW;
        after(slow ? SLOWEST_MILLIS : QUICK_MILLIS, () -> act(exchange));
    }

    private void act(Exchange exchange) {
        switch (exchange.arrival().conduct) {
            case PLAIN, SLOW -> answer(exchange, 201, Map.of());
            case INTERIM -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    exchange.interim(INTERIM[random.nextInt(INTERIM.length)]);
                }
                after(QUICK_MILLIS / 10, () -> answer(exchange, 200, Map.of()));
            }
            case COOKIES -> answer(exchange, 200, cookies(9 + random.nextInt(40)));
            case TOO_MANY_COOKIES -> answer(exchange, 200, cookies(80 + random.nextInt(100)));
            case IN_PARTS -> inParts(exchange, body(exchange));
            case EMPTY_WITH_BODY -> {
                exchange.head(204, -1, Map.of());
                exchange.body("{\"id\":\"nobody's\"}");
                exchange.end();
            }
            case STRAY -> {
                answer(exchange, 200, Map.of());
                exchange.stray();
            }
            case LEAVES -> {
                exchange.leave();
                answer(exchange, 200, Map.of());
            }
            case LEAVES_IN_SILENCE -> {
                answer(exchange, 200, Map.of());
                after(QUICK_MILLIS / 20, exchange::leaveInSilence);
            }
            case REFUSED -> exchange.refuse();
            case UNAVAILABLE -> answer(exchange, 503, Map.of("retry-after", "1"));
            case CUT -> {
                exchange.head(200, 1_000, Map.of("content-type", "application/json"));
                exchange.body("{\"id\":\"cut\",");
                after(QUICK_MILLIS / 10, exchange::cut);
            }
            case RESET -> exchange.reset();
            case CONNECTION_RESET -> exchange.resetConnection();
            case GARBLED -> exchange.garble();
            case HANGS -> exchange.arrival().ends(Arrival.Fate.LOST);
        }
    }

    private void inParts(Exchange exchange, String body) {
        exchange.head(200, -1, Map.of("content-type", "application/json"));
        int half = body.length() / 2;
        exchange.body(body.substring(0, half));
        after(QUICK_MILLIS / 4, () -> {
            exchange.body(body.substring(half));
            after(QUICK_MILLIS / 4, exchange::end);
        });
    }

    private static void answer(Exchange exchange, int status, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("content-type", "application/json");
        String body = body(exchange);
        exchange.head(status, body.length(), headers);
        exchange.body(body);
        exchange.end();
    }

    private static String body(Exchange exchange) {
        return "{\"id\":\"" + exchange.arrival().id + "\"}";
    }

    private static Map<String, String> cookies(int count) {
        Map<String, String> cookies = new HashMap<>();
        for (int i = 0; i < count; i++) {
            cookies.put("x-cookie-" + i, "c".repeat(COOKIE));
        }
        return cookies;
    }

    private void after(int mostMillis, Runnable then) {
        loop.schedule(then, QUICKEST_MILLIS + random.nextInt(mostMillis), TimeUnit.MILLISECONDS);
    }
}
