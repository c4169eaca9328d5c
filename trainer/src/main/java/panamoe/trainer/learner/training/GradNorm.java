package panamoe.trainer.learner.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import panamoe.tensor.Check;

/**
 * Weights of tasks' losses that make the tasks train at like rates (Chen et al. 2018, algorithm 1): with {@code G_t} the norm of
 * the gradient of {@code w_t L_t} with respect to the last weights that all tasks share, and {@code r_t} the task's {@code L_t /
 * L_t(0)} over the mean of it, the weights descend on {@code sum_t |G_t - mean(G) r_t^alpha|}, whose right part is held constant.
 * Means and sums are over the tasks of a batch; {@code L_t(0)} is the loss of the task's first batch.
 *
 * <p>The weights live on the host. They are read before a step and updated after it, so that no tensor is read in between.
 */
final class GradNorm {

    /** A weight stays above this: at 0 its task would be given up for good. */
    private static final double LEAST = 0.01;

    /**
     * What can be set.
     *
     * @param alpha how strongly tasks that train slowly are favoured; 0: all gradients get the same norm
     * @param rate of the weights' descent
     */
    public record Settings(double alpha, double rate) {

        /** @throws IllegalArgumentException if a setting is negative */
        public Settings {
            Check.that(alpha >= 0, "alpha " + alpha + " of GradNorm: expected at least 0");
            Check.that(rate >= 0, "rate " + rate + " of GradNorm: expected at least 0");
        }

        /** Both as the paper has them: alpha for tasks that differ much, the rate for its toy example. */
        public static Settings standard() {
            return new Settings(1.5, 0.025);
        }
    }

    private final Settings settings;
    private final double[] weights;
    private final double[] firstLosses;

    /** All weights begin at 1. */
    GradNorm(int tasks, Settings settings) {
        this.settings = settings;
        this.weights = new double[tasks];
        this.firstLosses = new double[tasks];
        Arrays.fill(weights, 1);
        Arrays.fill(firstLosses, Double.NaN);
    }

    /** {@code [2][T]}: the weights, and the losses of the tasks' first batches, NaN before them; all that it keeps. */
    double[][] state() {
        return new double[][] {weights, firstLosses};
    }

    /** What a task's loss is multiplied by. */
    double weight(int task) {
        return weights[task];
    }

    /**
     * Takes in a step.
     *
     * @param tasks of the batch
     * @param losses {@code L} of each
     * @param norms of the gradient of each {@code L}, not weighted
     */
    void update(int[] tasks, double[] losses, double[] norms) {
        int n = tasks.length;
        double meanNorm = 0;
        double meanRatio = 0;
        double[] ratios = new double[n];
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(firstLosses[tasks[i]])) {
                firstLosses[tasks[i]] = losses[i];
            }
            ratios[i] = losses[i] / firstLosses[tasks[i]];
            meanRatio += ratios[i] / n;
            meanNorm += weights[tasks[i]] * norms[i] / n;
        }
        double before = sum(tasks);
        for (int i = 0; i < n; i++) {
            int t = tasks[i];
            double target = meanNorm * Math.pow(ratios[i] / meanRatio, settings.alpha());
            double slope = Math.signum(weights[t] * norms[i] - target) * norms[i];
            weights[t] = Math.max(LEAST, weights[t] - settings.rate() * slope);
        }
        // the sum of all weights stays the number of tasks: those that are not in the batch keep theirs
        double scale = before / sum(tasks);
        for (int t : tasks) {
            weights[t] *= scale;
        }
    }

    private double sum(int[] tasks) {
        return IntStream.of(tasks).mapToDouble(t -> weights[t]).sum();
    }
}
