package io.partnerapi.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process ends: asked to by a signal or by a part that cannot go on, and with an exit code that says which.
 *
 * <p>A signal makes the JVM exit with a code of its own as soon as its hooks return; so the hook waits for the orderly
 * end and sets the code itself.
 */
final class Termination {
    /** The longest the end of a worker that still starts may take before the process is ended anyway. */
    private static final Duration LIMIT_WHILE_STARTING = Duration.ofSeconds(29);

    private static final int FAILED = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch broken = new CountDownLatch(1);
    private final Thread main;
    private volatile int code;
    private volatile boolean starting = true;
    private volatile Duration limit = LIMIT_WHILE_STARTING;

    /** @param main interrupted when the end is asked for while the worker still starts */
    Termination(Thread main) {
        this.main = main;
        Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "termination"));
        // Begun here: later there may be no heap for a thread.
        Thread lastResort = new Thread(this::endSurely, "last-resort");
        lastResort.setDaemon(true);
        lastResort.start();
    }

    /** From now on the end is awaited, not interrupted for, and for no longer than this. */
    void started(Duration endLimit) {
        limit = endLimit;
        starting = false;
    }

    /** Waits until the end is asked for; answers the exit code it asks for. */
    int await() throws InterruptedException {
        asked.await();
        return code;
    }

    /** The exit code that the end is asked for with. */
    int code() {
        return code;
    }

    /** Ends the worker since a part of it cannot go on; any thread. */
    void cannotGoOn(Thread thread, Throwable why) {
        code = FAILED;
        broken.countDown();
        asked.countDown();
        if (starting) {
            main.interrupt();
        }
        LOG.error("the worker ends: thread {} cannot go on", thread.getName(), why);
    }

    /** The orderly end is done: ends the process. */
    void exit(int as) {
        code = as;
        ended.countDown();
        System.exit(as);
    }

    /** What is half dead may not be able to end in order. */
    private void endSurely() {
        try {
            broken.await();
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onSignal() {
        if (starting) {
            main.interrupt();
        }
        asked.countDown();
        try {
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("the worker did not end within {}", limit);
                code = FAILED;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }
}
