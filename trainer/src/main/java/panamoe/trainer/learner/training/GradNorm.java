package panamoe.trainer.learner.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import panamoe.tensor.Check;

/**
 * Weights of task losses that make the tasks train at similar rates (Chen et al. 2018, algorithm 1). Let {@code G_t} be the norm of
 * the gradient of {@code w_t L_t} with respect to the last shared weights. Let {@code r_t} be {@code L_t / L_t(0)} divided by its
 * mean over tasks. The weights {@code w_t} are updated by gradient descent on {@code sum_t |G_t - mean(G) r_t^alpha|}, in which
 * {@code mean(G) r_t^alpha} is a constant. Means and sums are over the tasks of a batch; {@code L_t(0)} is the loss of the first
 * batch of task t.
 *
 * <p>The weights are in host memory. They are read before a step and updated after it, so that a step reads no tensor from the
 * device.
 */
final class GradNorm {

    /** The lower bound of a weight: a task of weight 0 would never be trained again. */
    private static final double MIN_WEIGHT = 0.01;

    /**
     * The settings of GradNorm.
     *
     * @param alpha how strongly slow tasks are favoured; at 0 all gradients get the same norm
     * @param rate the learning rate of the weights
     */
    public record Settings(double alpha, double rate) {

        /** @throws IllegalArgumentException if a setting is negative */
        public Settings {
            Check.that(alpha >= 0, "alpha " + alpha + " of GradNorm: expected at least 0");
            Check.that(rate >= 0, "rate " + rate + " of GradNorm: expected at least 0");
        }

        /** The values of the paper: alpha for tasks that differ much, the rate of its toy example. */
        public static Settings standard() {
            return new Settings(1.5, 0.025);
        }
    }

    private final Settings settings;
    private final double[] weights;
    private final double[] firstLosses;

    /** The initial weights are 1. */
    GradNorm(int tasks, Settings settings) {
        this.settings = settings;
        this.weights = new double[tasks];
        this.firstLosses = new double[tasks];
        Arrays.fill(weights, 1);
        Arrays.fill(firstLosses, Double.NaN);
    }

    /**
     * The whole state, {@code double[2][T]}: the weights, and the losses of the first batches, NaN for a task that had no batch.
     */
    double[][] state() {
        return new double[][] {weights, firstLosses};
    }

    /** The factor of the loss of a task. */
    double weight(int task) {
        return weights[task];
    }

    /**
     * Updates the weights after a step.
     *
     * @param tasks the slots of the tasks of the batch
     * @param losses the loss {@code L} of each task
     * @param norms the gradient norm of each unweighted {@code L}
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
            weights[t] = Math.max(MIN_WEIGHT, weights[t] - settings.rate() * slope);
        }
        // keeps the sum of all weights equal to the number of tasks; tasks outside the batch keep their weights
        double scale = before / sum(tasks);
        for (int t : tasks) {
            weights[t] *= scale;
        }
    }

    private double sum(int[] tasks) {
        return IntStream.of(tasks).mapToDouble(t -> weights[t]).sum();
    }
}
