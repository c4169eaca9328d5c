package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.tensor.Check;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.learner.Method;

/**
 * One of the three experiments.
 *
 * @param <D> what its scores are made of
 */
public interface Protocol<D extends Details> {

    /** The name in results and on the command line. */
    String name();

    /** The work for one method and seed, in the order in which it must be done; may begin with units shared with others. */
    List<Unit> units(Method method, long seed);

    /** Scores and comparisons of the units that are done. */
    ProtocolResult<D> result(Finished finished);

    /** The names of all. */
    List<String> NAMES = List.of(LowResourceTransfer.NAME, UnseenTaskGeneralization.NAME, UnrelatedTaskRobustness.NAME);

    /** @throws IllegalArgumentException if there is no protocol of that name */
    static void requireKnown(String name) {
        Check.that(
                NAMES.contains(name),
                () -> "unknown protocol \"" + name + "\": expected one of " + String.join(", ", NAMES));
    }

    /** The protocol of that name. */
    static Protocol<?> of(String name, Design design) {
        requireKnown(name);
        return switch (name) {
            case LowResourceTransfer.NAME -> new LowResourceTransfer(design);
            case UnseenTaskGeneralization.NAME -> new UnseenTaskGeneralization(design);
            default -> new UnrelatedTaskRobustness(design);
        };
    }
}
