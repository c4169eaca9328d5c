package panamoe.trainer.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import panamoe.trainer.common.Plural;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.training.DevEvaluation;
import panamoe.trainer.product.training.TrainingListener;

/** Shows the progress of a run and the time left: as a bar on a terminal, else as a line every 20 seconds. */
abstract class ProgressDisplay implements Progress, AutoCloseable {

    private final Interruption interruption;

    private ProgressDisplay(Interruption interruption) {
        this.interruption = interruption;
    }

    /**
     * A display on standard error.
     *
     * @param before the number of steps that an earlier run has done
     * @param steps the number of all steps, those before included
     */
    static ProgressDisplay of(int before, int steps, Interruption interruption) {
        return System.console() != null
                ? new Bar(before, steps, interruption)
                : new Lines(before, steps, System.err, interruption);
    }

    /** A display that shows nothing. */
    static ProgressDisplay none(Interruption interruption) {
        return new Lines(0, 0, new PrintStream(OutputStream.nullOutputStream()), interruption);
    }

    @Override
    public final void step() {
        stopIfAsked();
        advance();
    }

    private void stopIfAsked() {
        if (interruption.isRequested()) {
            say("stopping");
            throw new Stopped();
        }
    }

    /**
     * A listener that shows the units of the protocols.
     *
     * @param failures takes the units that fail while others go on
     */
    UnitListener unitListener(BiConsumer<UnitKey, Throwable> failures) {
        return new UnitListener() {
            @Override
            public void begins(UnitKey unit) {
                setWork(unit.toString());
            }

            @Override
            public void diverged(UnitResult unit, int left) {
                skip(left);
                say(unit.key() + ": " + unit.diverged());
            }

            @Override
            public void failed(UnitKey unit, Throwable reason, int left) {
                skip(left);
                failures.accept(unit, reason);
            }

            @Override
            public void waits() {
                stopIfAsked();
            }

            @Override
            public void says(String line) {
                say(line);
            }

            @Override
            public void step() {
                ProgressDisplay.this.step();
            }
        };
    }

    /** A listener that shows the evaluations of a training. */
    TrainingListener trainingListener() {
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

    /** Sets the text for the work that the next steps belong to. */
    abstract void setWork(String text);

    /** Subtracts steps that will not be done from the number of all steps. */
    abstract void skip(int steps);

    /** Prints a line that the bar does not overwrite. */
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
        void setWork(String text) {
            bar.setExtraMessage(text);
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
        private String work = "training";

        Lines(int before, int steps, PrintStream out, Interruption interruption) {
            super(interruption);
            this.before = before;
            this.steps = steps;
            this.out = out;
        }

        @Override
        void setWork(String text) {
            work = text;
        }

        @Override
        void advance() {
            done++;
            long now = System.nanoTime();
            if (now - latest >= INTERVAL.toNanos()) {
                latest = now;
                double left = (now - start) / 1e9 / done * (steps - before - done);
                out.printf("step %d of %d, %s left: %s%n", before + done, steps, minutes(left), work);
            }
        }

        @Override
        void skip(int skipped) {
            steps -= skipped;
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
                    "%d of %s done, %d of them in %s%n",
                    before + done, Plural.of(steps, "step"), done, minutes((System.nanoTime() - start) / 1e9));
        }
    }
}
