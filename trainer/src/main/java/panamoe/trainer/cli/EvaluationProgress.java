package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.time.Duration;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;

/** Tells how far a long evaluation is: a line now and then. */
final class EvaluationProgress {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintWriter err;
    private long latest = System.nanoTime();

    EvaluationProgress(PrintWriter err) {
        this.err = err;
    }

    void tell(TaskData data, Split split, int done) {
        long now = System.nanoTime();
        if (now - latest >= INTERVAL.toNanos()) {
            latest = now;
            err.printf(
                    "panamoe: %s: %d of %d examples%n",
                    data.task().name(), done, data.examples(split).size());
            err.flush();
        }
    }
}
