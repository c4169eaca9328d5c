package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import panamoe.trainer.product.training.Phases;

/** Shows the progress of phases other than training steps: a line every ten seconds, so none for a short phase. */
final class PhaseDisplay implements Phases {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintWriter err;
    private String phase = "";
    private long latest;
    private boolean shown;

    PhaseDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void at(String what, int done, int all) {
        long now = System.nanoTime();
        if (!what.equals(phase)) {
            phase = what;
            latest = now;
            shown = false;
        } else if (now - latest >= INTERVAL.toNanos() || shown && done == all) {
            latest = now;
            shown = true;
            err.printf(Locale.ROOT, "%s: %d of %d%n", what, done, all);
            err.flush();
        }
    }
}
