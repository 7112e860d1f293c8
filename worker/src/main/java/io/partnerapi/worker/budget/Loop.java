package io.partnerapi.worker.budget;

/** The one thread that a dispenser lives on: its time, its alarm, and the way on to it. */
interface Loop {

    /** Nanoseconds since some moment before the first call; never goes back. Safe for any thread. */
    long now();

    /** Runs the task at that time, instead of at the time set before. */
    void wakeAt(long time, Runnable task);

    /** Runs the task on the thread, later and in order. Safe for any thread. */
    void execute(Runnable task);
}
