package panamoe.trainer.experiment;

import java.util.List;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/**
 * Size and compute of a method's model.
 *
 * @param parameters number of trained parameters, of all tasks and experts
 * @param activeParameters number of trained parameters that a token of one task uses
 * @param flopsPerToken FLOPs of the matrix products in the trained layers, per token of a forward pass. The heads, and the products of
 *     queries, keys and values in attention, are not counted.
 * @param seconds wall-clock time to train and evaluate a base model, the mean over seeds; missing if the method has no base model
 */
public record Cost(long parameters, long activeParameters, long flopsPerToken, Estimate seconds) {

    /** The column headers of a table of costs. */
    public static final List<String> COLUMNS = List.of(
            "Method",
            "Trained parameters",
            "of them for a token",
            "FLOPs per token, forward",
            "Base model: training and measuring, s");

    /** The cells of one row, without the first one, which is the method's name. */
    public List<String> cells() {
        return List.of(
                Numbers.millions(parameters),
                Numbers.millions(activeParameters),
                Numbers.millions(flopsPerToken),
                Numbers.SECONDS.withInterval(seconds));
    }
}
