package panamoe.trainer.experiment.protocol;

import panamoe.trainer.learner.Method;

/**
 * Units that measure tasks on their own, for the table of what was learnt at all.
 *
 * @param name the units' run in words
 * @param plain true if no task is cut or has unrelated tasks beside it; such scores come first
 * @param units the unit of each method and seed
 */
public record ScoreSource(String name, boolean plain, Units units) {

    /** The unit of a method and seed. */
    public interface Units {
        /** Its key. */
        UnitKey of(Method method, long seed);
    }
}
