package panamoe.trainer.learner.relatedness;

import org.jspecify.annotations.Nullable;

/**
 * The mean output of the frozen layers for what is known of a task. Both vectors have the encoder's width d.
 *
 * @param description of the task's description and labels
 * @param texts of a sample of its training texts; null if it has none yet
 */
public record TaskVector(double[] description, double @Nullable [] texts) {}
