package io.partnerapi.worker;

import io.partnerapi.worker.config.WorkerCommand;

/** Entry point: {@code java -jar worker.jar [run] [--config FILE]}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Termination termination = new Termination(Thread.currentThread());
        // A thread that nobody watches over is missed by somebody all the same.
        Thread.setDefaultUncaughtExceptionHandler(termination::cannotGoOn);
        try {
            termination.exit(
                    WorkerCommand.execute(args, System.getenv(), settings -> new Worker(settings, termination).run()));
        } catch (RuntimeException | Error bug) {
            termination.cannotGoOn(Thread.currentThread(), bug);
            termination.exit(termination.code());
        }
    }
}
