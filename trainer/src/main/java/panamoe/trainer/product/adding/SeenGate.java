package panamoe.trainer.product.adding;

import java.util.List;

/**
 * The texts of a new task, computed with the gates of a task that the model knows.
 *
 * @param pooled {@code [n][d]}: the mean of each text's last rows
 * @param load by sparse layer, lowest first: the share of the texts' tokens that each expert gets
 */
record SeenGate(float[][] pooled, List<List<Double>> load) {}
