package panamoe.trainer.learner.training;

/**
 * The training run that something was observed in.
 *
 * @param method the method's name
 * @param run which run of the method, in words, such as "base model"
 * @param seed the seed
 */
public record RunLabel(String method, String run, long seed) {}
