package io.partnerapi.sandbox.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A program that starts, answers {@code /health/ready} and ends as a worker does, and does no work. */
final class FakeWorker {
    private FakeWorker() {}

    public static void main(String[] arguments) throws IOException {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[2]))) {
            settings.load(in);
        }
        String problem = settings.getProperty("fake.problem");
        if (problem != null) {
            System.out.println(problem);
            System.exit(2);
        }
        int port = Integer.parseInt(settings.getProperty("worker.http.port"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("fake worker " + settings.getProperty("worker.id") + " ends in order");
            Runtime.getRuntime().halt(0);
        }));
    }
}
