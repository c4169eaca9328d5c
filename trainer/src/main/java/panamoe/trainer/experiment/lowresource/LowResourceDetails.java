package panamoe.trainer.experiment.lowresource;

import java.util.List;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

/**
 * Protocol (i): the score of each target at each training size, trained in a mixture with the other tasks.
 *
 * @param cells one cell per target and size: targets in the order of the settings or the suite, sizes increasing within each
 */
public record LowResourceDetails(List<Cell> cells) implements Details {

    /**
     * The score of one target at one size.
     *
     * @param metric name of the main metric, such as accuracy
     * @param size number of training examples that the target was cut to
     * @param score the main metric on the split of the run
     */
    public record Cell(String target, String metric, int size, Estimate score) {}

    public LowResourceDetails {
        cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("low-resource details without cells: expected a target and a size");
        }
    }

    /** The protocol's score: the mean over targets and sizes, within each seed. */
    public Estimate score(List<Long> seeds) {
        return Statistics.meanOf(seeds, cells.stream().map(Cell::score).toList());
    }
}
