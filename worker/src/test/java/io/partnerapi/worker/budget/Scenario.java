package io.partnerapi.worker.budget;

import java.time.Duration;
import java.util.List;

/** What happens in a {@link Simulation}; rates and times follow the limit, so that a small one shows the same sooner. */
enum Scenario {
    STEADY_BACKLOG("three workers, always more commands than may go", 3, 0) {
        @Override
        void play(Simulation s, Duration length) {
            backlog(s, length, 2, () -> s.produce(0, "", Duration.ZERO));
        }
    },
    BURSTS("five workers, one and a half limits' worth of commands at once every two windows", 5, 0) {
        @Override
        void play(Simulation s, Duration length) {
            for (Duration at = Duration.ZERO;
                    at.compareTo(length) < 0;
                    at = at.plus(window(s).multipliedBy(2))) {
                s.time.at(at.toNanos(), () -> {
                    for (int i = 0; i < s.settings.calls() * 3 / 2; i++) {
                        s.produce(0, "", Duration.ZERO);
                    }
                });
            }
        }
    },
    DEADLINES("three workers, twice the commands that may go, each good for a tenth of a window", 3, 0) {
        @Override
        void play(Simulation s, Duration length) {
            s.every(mean(s, 2), length, () -> s.produce(0, "", window(s).dividedBy(10)));
        }
    },
    TENANTS("five workers, one tenant with ten times the backlog of each of fifty others", 5, 0) {
        @Override
        void play(Simulation s, Duration length) {
            s.every(mean(s, 4), length, () -> {
                int tenant = s.random.nextInt(51);
                String share = "tenant-" + tenant;
                if (s.backlog(share) < s.settings.calls() / (tenant == 0 ? 3 : 30)) {
                    s.produce(0, share, Duration.ZERO);
                }
            });
        }
    },
    PRIORITIES("five workers, a quarter of what may go urgent, behind it a backlog without end", 5, 0, 5) {
        @Override
        void play(Simulation s, Duration length) {
            backlog(s, length, 2, () -> s.produce(5, "", Duration.ZERO));
            s.every(mean(s, 0.25), length, () -> s.produce(0, "", Duration.ZERO));
        }
    },
    DEATHS("five workers and a backlog; every tenth of a window one is killed and another starts", 5, 0) {
        @Override
        void play(Simulation s, Duration length) {
            backlog(s, length, 2, () -> s.produce(0, "", Duration.ZERO));
            s.every(window(s).dividedBy(10), length, () -> {
                s.join();
                s.kill(s.workers().get(s.random.nextInt(s.workers().size())));
            });
        }
    },
    SPLITS("three workers and a backlog; one is cut off for a third of a window, again and again", 3, 0) {
        @Override
        void play(Simulation s, Duration length) {
            backlog(s, length, 2, () -> s.produce(0, "", Duration.ZERO));
            s.every(window(s), length, () -> {
                SimulatedWorker one =
                        s.workers().get(s.random.nextInt(s.workers().size()));
                one.cutOff(true);
                s.time.after(window(s).dividedBy(3), () -> one.cutOff(false));
            });
        }
    },
    RESTARTS("three workers and a backlog; once in two windows all are killed and start again", 3, 0) {
        @Override
        void play(Simulation s, Duration length) {
            backlog(s, length, 2, () -> s.produce(0, "", Duration.ZERO));
            s.every(window(s).multipliedBy(2), length, () -> s.restart(window(s).dividedBy(30)));
        }
    },
    STORM("three workers and a backlog; for a window the partner allows half of the limit only", 3, 0) {
        @Override
        void play(Simulation s, Duration length) {
            backlog(s, length, 2, () -> s.produce(0, "", Duration.ZERO));
            s.time.after(window(s).multipliedBy(2), () -> s.partner.limit(s.settings.calls() / 2));
            s.time.after(window(s).multipliedBy(3), () -> s.partner.limit(s.settings.calls()));
        }
    },
    CLOCKS(
            "three workers and a backlog; four times in a window the ledger moves between owners whose clocks differ by seconds",
            3,
            0) {
        @Override
        void play(Simulation s, Duration length) {
            backlog(s, length, 2, () -> s.produce(0, "", Duration.ZERO));
            s.every(window(s).dividedBy(4), length, () -> {
                s.ledger.owner = "owner-" + s.random.nextInt(3);
                s.ledger.ownersClock =
                        List.of(0L, 2_000L, -2_000L).get(Integer.parseInt(s.ledger.owner.substring("owner-".length())));
            });
        }
    };

    final String said;
    final int workers;
    final Integer[] priorities;

    Scenario(String said, int workers, Integer... priorities) {
        this.said = said;
        this.workers = workers;
        this.priorities = priorities;
    }

    /** Lets it all begin; it goes on until {@code length}. */
    abstract void play(Simulation s, Duration length);

    Simulation start(BudgetSettings settings, long seed, Duration length) {
        Simulation simulation = new Simulation(settings, seed, workers, priorities);
        play(simulation, length);
        return simulation;
    }

    private static Duration window(Simulation s) {
        return s.settings.window();
    }

    /** Between two commands, for so many times the rate of the limit. */
    private static Duration mean(Simulation s, double times) {
        return Duration.ofNanos((long) (window(s).toNanos() / (s.settings.calls() * times)));
    }

    /** Commands come faster than they may go, as long as no more than some windows' worth of them wait. */
    private static void backlog(Simulation s, Duration length, double times, Runnable produce) {
        s.every(mean(s, times), length, () -> {
            if (s.backlog() < 3 * s.settings.calls()) {
                produce.run();
            }
        });
    }
}
