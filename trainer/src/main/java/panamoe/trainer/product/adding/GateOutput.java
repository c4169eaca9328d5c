package panamoe.trainer.product.adding;

import java.util.List;

/**
 * The outputs of a model for the texts of a new task, with the gates of another task.
 *
 * @param pooled {@code [n][d]}: the mean of the last layer's rows, for each of n texts
 * @param load by sparse layer, the lowest first: the share of the texts' tokens that each expert gets
 */
record GateOutput(float[][] pooled, List<List<Double>> load) {}
