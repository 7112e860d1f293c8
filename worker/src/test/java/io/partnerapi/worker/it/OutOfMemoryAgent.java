package io.partnerapi.worker.it;

import com.hazelcast.instance.impl.OutOfMemoryErrorDispatcher;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.internals.KafkaThread;

/** Lets a thread of a running worker lack heap, as an agent in its process. */
public final class OutOfMemoryAgent {
    /** Whose thread it is, and so who catches it first. */
    enum Whose {
        NOBODYS(() -> new Thread(OutOfMemoryAgent::fail, "some-watch").start()),
        KAFKAS(() -> new KafkaThread("kafka-network-thread", OutOfMemoryAgent::fail, true).start()),
        NETTYS(() -> new DefaultEventExecutor().execute(OutOfMemoryAgent::fail)),
        HAZELCASTS(() -> OutOfMemoryErrorDispatcher.onOutOfMemory(new OutOfMemoryError("for a test")));

        private final Runnable failing;

        Whose(Runnable failing) {
            this.failing = failing;
        }
    }

    private OutOfMemoryAgent() {}

    /** The option that lets a worker run it. */
    static String option(Path folder, Whose whose) throws IOException {
        Path jar = folder.resolve("agent-" + whose + ".jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), OutOfMemoryAgent.class.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> each : Stream.of(OutOfMemoryAgent.class, Whose.class).toList()) {
                copy(each.getName().replace('.', '/') + ".class", out);
            }
        }
        return "-javaagent:" + jar + "=" + whose;
    }

    private static void copy(String file, JarOutputStream out) throws IOException {
        out.putNextEntry(new JarEntry(file));
        try (InputStream in = OutOfMemoryAgent.class.getClassLoader().getResourceAsStream(file)) {
            in.transferTo((OutputStream) out);
        }
    }

    /** As soon as the worker takes commands. */
    public static void premain(String whose) {
        Thread agent = new Thread(() -> {
            while (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("poll"))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            Whose.valueOf(whose).failing.run();
        });
        agent.setDaemon(true);
        agent.start();
    }

    private static void fail() {
        throw new OutOfMemoryError("for a test");
    }
}
