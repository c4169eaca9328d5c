package panamoe.trainer.learner.training;

/**
 * The identity of a training run.
 *
 * @param method the method's name
 * @param run the run of the method in words, such as "base model"
 * @param seed the seed
 */
public record RunLabel(String method, String run, long seed) {}
