package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.trainer.learner.Method;

/**
 * Units that measure tasks on their own, for the table of what was learnt at all.
 *
 * @param name the units' run in words
 * @param plain true if no task is cut or has unrelated tasks beside it; such scores come first
 * @param units the unit of each method and seed
 * @param steps the settings that say how long it trains, such as {@code base.steps-per-task}; none where a task that stays at its
 *     baseline says nothing about that
 */
public record ScoreSource(String name, boolean plain, Units units, List<String> steps) {

    /** The unit of a method and seed. */
    public interface Units {
        /** Its key. */
        UnitKey of(Method method, long seed);
    }
}
