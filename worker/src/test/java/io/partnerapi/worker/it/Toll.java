package io.partnerapi.worker.it;

import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.process.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A gate before the token endpoint: it tells whose connection comes, and keeps it there until it is let through.
 *
 * <p>It passes bytes on and sees nothing of what is in them. Linux only: whose a connection is stands in {@code /proc}.
 */
final class Toll implements AutoCloseable {
    private static final int LOCAL_ADDRESS = 1;
    private static final int REMOTE_ADDRESS = 2;
    private static final int INODE = 9;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI target;
    private final List<Socket> arrived = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private boolean closed = true;

    /** Closed at first: what comes is kept. */
    Toll(URI target) throws IOException {
        this.target = target;
        start("toll", this::accept);
    }

    /** The token endpoint, through the gate. */
    URI url() {
        return URI.create("https://localhost:" + server.getLocalPort() + target.getPath());
    }

    /** Waits for a connection and tells which of the workers has made it; it stays kept. */
    WorkerProcess keptOf(List<WorkerProcess> workers) {
        await().atMost(Landscape.LIMIT).until(() -> kept() > 0);
        Socket first = first();
        return workers.stream()
                .filter(WorkerProcess::isAlive)
                .filter(worker -> isOf(worker.pid(), first))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a connection of none of " + workers));
    }

    /** Keeps later connections again; whatever was kept before is broken off. */
    synchronized void shut() throws IOException {
        closed = true;
        for (Socket socket : arrived) {
            socket.close();
        }
        arrived.clear();
    }

    /** Lets later connections through; those that are kept stay so. */
    synchronized void open() {
        closed = false;
    }

    /** Lets those through that were kept. */
    synchronized void release() {
        arrived.forEach(this::pass);
        arrived.clear();
    }

    @Override
    public synchronized void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private synchronized int kept() {
        return arrived.size();
    }

    private synchronized Socket first() {
        return arrived.get(0);
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            synchronized (this) {
                open.add(socket);
                if (closed) {
                    arrived.add(socket);
                } else {
                    pass(socket);
                }
            }
        }
    }

    private void pass(Socket from) {
        try {
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
            open.add(to);
            start("toll-there", () -> pump(from, to));
            start("toll-back", () -> pump(to, from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static boolean isOf(long pid, Socket socket) {
        String there = ":%04X".formatted(socket.getPort());
        String here = ":%04X".formatted(socket.getLocalPort());
        try (Stream<String> lines =
                        Stream.concat(Files.lines(Path.of("/proc/net/tcp")), Files.lines(Path.of("/proc/net/tcp6")));
                Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            List<String> inodes = lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[LOCAL_ADDRESS].endsWith(there) && fields[REMOTE_ADDRESS].endsWith(here))
                    .map(fields -> "socket:[" + fields[INODE] + "]")
                    .toList();
            return files.map(Toll::link).anyMatch(inodes::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file may be closed while it is looked at. */
    private static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Something that ends when its sockets are closed. */
    private interface Pump {
        void run() throws IOException;
    }

    private static void start(String name, Pump pump) {
        Thread thread = new Thread(
                () -> {
                    try {
                        pump.run();
                    } catch (IOException closed) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
