package io.partnerapi.worker.chaos;

/** What can be done to the landscape, how often, and for how long. */
enum Kind {
    WORKER_KILLED(Part.WORKERS, 40, 0, 8),
    WORKER_FROZEN(Part.WORKERS, 8, 4, 20),
    WORKER_STOPPED(Part.WORKERS, 12, 0, 5),
    SCALED(Part.WORKERS, 6, 0, 1),
    BROKER_KILLED(Part.BROKER, 5, 1, 5),
    BROKER_FROZEN(Part.BROKER, 2, 5, 30),
    PARTNER_DOWN(Part.PARTNER, 6, 2, 10),
    PARTNER_HANGS(Part.PARTNER, 6, 2, 8),
    PARTNER_RESETS(Part.PARTNER, 6, 2, 10),
    PARTNER_SLOW(Part.PARTNER, 5, 2, 10),
    PARTNER_REFUSES_STREAMS(Part.PARTNER, 4, 2, 10),
    PARTNER_LIMITS(Part.PARTNER, 3, 1, 5);

    /** To what; of the broker and of the partner one thing is wrong at a time, workers suffer together. */
    enum Part {
        WORKERS,
        BROKER,
        PARTNER
    }

    final Part part;
    final int weight;
    final int shortestSeconds;
    final int longestSeconds;

    Kind(Part part, int weight, int shortestSeconds, int longestSeconds) {
        this.part = part;
        this.weight = weight;
        this.shortestSeconds = shortestSeconds;
        this.longestSeconds = longestSeconds;
    }
}
