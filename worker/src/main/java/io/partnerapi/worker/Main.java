package io.partnerapi.worker;

import io.partnerapi.worker.config.WorkerCommand;

/** Entry point: {@code java -jar worker.jar [run] [--config FILE]}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Termination termination = new Termination(Thread.currentThread());
        int code = WorkerCommand.execute(args, System.getenv(), settings -> new Worker(settings, termination).run());
        termination.exit(code);
    }
}
