package io.partnerapi.worker.rude;

import java.util.Random;

/** How the partner meets a request, and how often of all times. */
enum Conduct {
    PLAIN(560),
    /** Interim answers before the answer. */
    INTERIM(60),
    /** As many as a jar holds. */
    COOKIES(50),
    /** More of them than a result repeats. */
    TOO_MANY_COOKIES(15),
    IN_PARTS(60),
    SLOW(50),
    /** No body, as its status says, and yet bytes of one. */
    EMPTY_WITH_BODY(15),
    /** Something after the answer that nobody asked for. */
    STRAY(15),
    /** Ends the connection in order. */
    LEAVES(40),
    /** Ends the connection after the answer, without a word of it before. */
    LEAVES_IN_SILENCE(10),
    /** Says that it has not processed it. */
    REFUSED(30),
    UNAVAILABLE(15),
    /** The end of the answer is missing. */
    CUT(10),
    /** No answer. */
    RESET(10),
    /** All that was under way on the connection ends. */
    CONNECTION_RESET(3),
    /** Something that is no answer. */
    GARBLED(5),
    /** No answer, and no end of it. */
    HANGS(3);

    private static final int SUM;

    static {
        int sum = 0;
        for (Conduct conduct : values()) {
            sum += conduct.weight;
        }
        SUM = sum;
    }

    private final int weight;

    Conduct(int weight) {
        this.weight = weight;
    }

    static Conduct any(Random random) {
        int left = random.nextInt(SUM);
        for (Conduct conduct : values()) {
            left -= conduct.weight;
            if (left < 0) {
                return conduct;
            }
        }
        throw new IllegalStateException();
    }
}
