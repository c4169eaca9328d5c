package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.trainer.learner.Method;

/**
 * Units with scores that the table of tasks can show.
 *
 * @param name name of the run in reports
 * @param plain true if no task is cut or trained with unrelated tasks; such scores are preferred
 * @param units gives the unit of each method and seed
 * @param steps settings that decide how long the unit trains, such as {@code base.steps-per-task}. Empty if a task at its baseline is not
 *     a sign of too little training.
 */
public record ScoreSource(String name, boolean plain, Units units, List<String> steps) {

    /** Gives the unit of a method and seed. */
    public interface Units {
        /** The key of the unit. */
        UnitKey of(Method method, long seed);
    }
}
