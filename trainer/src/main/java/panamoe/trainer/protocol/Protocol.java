package panamoe.trainer.protocol;

import java.util.List;
import panamoe.trainer.model.Method;
import panamoe.trainer.report.Details;
import panamoe.trainer.report.ProtocolResult;

/**
 * One of the three experiments.
 *
 * @param <D> what its scores are made of
 */
public sealed interface Protocol<D extends Details>
        permits LowResourceTransfer, UnseenTaskGeneralization, UnrelatedTaskRobustness {

    /** The name in results and on the command line. */
    String name();

    /** The work for one method and seed, in the order in which it must be done; may begin with units shared with others. */
    List<Unit> units(Method method, long seed);

    /** Scores and comparisons of the units that are done. */
    ProtocolResult<D> result(Finished finished);

    /** Names of a run's protocols that do not exist are refused earlier. */
    static Protocol<?> of(String name, Design design) {
        return switch (name) {
            case LowResourceTransfer.NAME -> new LowResourceTransfer(design);
            case UnseenTaskGeneralization.NAME -> new UnseenTaskGeneralization(design);
            case UnrelatedTaskRobustness.NAME -> new UnrelatedTaskRobustness(design);
            default ->
                throw new IllegalArgumentException("unknown protocol \"" + name + "\": expected one of "
                        + String.join(
                                ", ",
                                LowResourceTransfer.NAME,
                                UnseenTaskGeneralization.NAME,
                                UnrelatedTaskRobustness.NAME));
        };
    }
}
