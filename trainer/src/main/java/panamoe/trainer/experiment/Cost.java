package panamoe.trainer.experiment;

import java.util.List;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/**
 * What a method costs.
 *
 * @param parameters that are trained, of all tasks and experts
 * @param activeParameters those of them that a token of one task uses
 * @param flopsPerToken of the forward's matrix products in the trained layers, without heads and attention's products of rows
 * @param seconds of training and measuring a base model, the mean over seeds; missing where a method has none
 */
public record Cost(long parameters, long activeParameters, long flopsPerToken, Estimate seconds) {

    /** The heads of a table of costs. */
    public static final List<String> COLUMNS = List.of(
            "Method",
            "Trained parameters",
            "of them for a token",
            "FLOPs per token, forward",
            "Base model: training and measuring, s");

    /** What stands under the heads after the method's. */
    public List<String> cells() {
        return List.of(
                Numbers.millions(parameters),
                Numbers.millions(activeParameters),
                Numbers.millions(flopsPerToken),
                Numbers.SECONDS.withInterval(seconds));
    }
}
