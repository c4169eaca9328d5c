package panamoe.trainer.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.training.DevEvaluation;
import panamoe.trainer.product.training.TrainingListener;

/** Shows how far a run is and how long it will take: as a bar on a terminal, else as a line now and then. */
abstract class ProgressDisplay implements Progress, AutoCloseable {

    private final Interruption interruption;

    private ProgressDisplay(Interruption interruption) {
        this.interruption = interruption;
    }

    /**
     * A display on standard error.
     *
     * @param before steps that an earlier run did
     * @param steps in all
     */
    static ProgressDisplay of(int before, int steps, Interruption interruption) {
        return System.console() != null
                ? new Bar(before, steps, interruption)
                : new Lines(before, steps, System.err, interruption);
    }

    @Override
    public final void step() {
        if (interruption.isRequested()) {
            say("stopping");
            throw new Stopped();
        }
        advance();
    }

    /** Tells the protocols' units. */
    UnitListener ofUnits() {
        return new UnitListener() {
            @Override
            public void begins(UnitKey unit) {
                doing(unit.toString());
            }

            @Override
            public void diverged(UnitResult unit, int left) {
                skip(left);
                say(unit.key() + ": " + unit.diverged());
            }

            @Override
            public void step() {
                ProgressDisplay.this.step();
            }
        };
    }

    /** Tells the evaluations of a training. */
    TrainingListener ofTraining() {
        return new TrainingListener() {
            @Override
            public void step() {
                ProgressDisplay.this.step();
            }

            @Override
            public void evaluated(DevEvaluation evaluation) {
                say(String.format(
                        Locale.ROOT,
                        "step %d: mean dev score %.4f%s",
                        evaluation.step(),
                        evaluation.mean(),
                        evaluation.best() ? ", the best so far" : ""));
            }
        };
    }

    abstract void advance();

    /** Says what the next steps are for. */
    abstract void doing(String what);

    /** Passes over steps that will not be done. */
    abstract void skip(int steps);

    /** Writes a line that stays. */
    abstract void say(String line);

    @Override
    public abstract void close();

    private static final class Bar extends ProgressDisplay {
        private final ProgressBar bar;

        Bar(int before, int steps, Interruption interruption) {
            super(interruption);
            bar = new ProgressBarBuilder()
                    .setInitialMax(steps)
                    .startsFrom(before, Duration.ZERO)
                    .setTaskName("training")
                    .setUnit(" steps", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }

        @Override
        void doing(String what) {
            bar.setExtraMessage(what);
        }

        @Override
        void advance() {
            bar.step();
        }

        @Override
        void skip(int steps) {
            bar.maxHint(bar.getMax() - steps);
        }

        @Override
        void say(String line) {
            bar.pause();
            System.err.println(System.lineSeparator() + line);
            bar.resume();
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private static final class Lines extends ProgressDisplay {
        private static final Duration INTERVAL = Duration.ofSeconds(20);

        private final int before;
        private int steps;
        private final PrintStream out;
        private final long start = System.nanoTime();
        private long latest = start;
        private int done;
        private String doing = "training";

        Lines(int before, int steps, PrintStream out, Interruption interruption) {
            super(interruption);
            this.before = before;
            this.steps = steps;
            this.out = out;
        }

        @Override
        void doing(String what) {
            doing = what;
        }

        @Override
        void advance() {
            done++;
            long now = System.nanoTime();
            if (now - latest >= INTERVAL.toNanos()) {
                latest = now;
                double left = (now - start) / 1e9 / done * (steps - before - done);
                out.printf("step %d of %d, %s left: %s%n", before + done, steps, minutes(left), doing);
            }
        }

        @Override
        void skip(int undone) {
            steps -= undone;
        }

        @Override
        void say(String line) {
            out.println(line);
        }

        private static String minutes(double seconds) {
            return "%d:%02d".formatted((long) seconds / 60, (long) seconds % 60);
        }

        @Override
        public void close() {
            out.printf(
                    "%d of %d steps, %d of them in %s%n",
                    before + done, steps, done, minutes((System.nanoTime() - start) / 1e9));
        }
    }
}
