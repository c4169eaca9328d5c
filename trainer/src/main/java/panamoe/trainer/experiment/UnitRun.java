package panamoe.trainer.experiment;

import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Progress;

/**
 * A unit that was done.
 *
 * @param result with its time and the width of the vectors
 * @param steps training steps that were taken: fewer than planned if a model diverged
 */
public record UnitRun(UnitResult result, int steps) {

    /**
     * Does a unit.
     *
     * @throws Progress.Stopped if the progress asked for it
     */
    public static UnitRun of(Unit unit, Lab lab, Progress progress) {
        long start = System.nanoTime();
        Steps steps = new Steps(progress);
        UnitResult result = result(unit, lab, steps);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new UnitRun(result.took(seconds).on(lab.backend().vectorBits()), steps.done);
    }

    private static UnitResult result(Unit unit, Lab lab, Progress progress) {
        try {
            return unit.run(lab, progress);
        } catch (Diverged e) {
            return UnitResult.diverged(unit.key(), e);
        }
    }

    /** Counts the steps of a unit. */
    private static final class Steps implements Progress {
        private final Progress listener;
        private int done;

        Steps(Progress listener) {
            this.listener = listener;
        }

        @Override
        public void step() {
            listener.step();
            done++;
        }
    }
}
