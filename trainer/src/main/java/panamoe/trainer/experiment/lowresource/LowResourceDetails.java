package panamoe.trainer.experiment.lowresource;

import java.util.List;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

/**
 * Protocol (i): the test metric of each target, cut to each size, trained in the mixture with related tasks.
 *
 * @param cells targets in the order of the protocol, sizes increasing within each
 */
public record LowResourceDetails(List<Cell> cells) implements Details {

    /**
     * One target at one size.
     *
     * @param metric the name of the metric, such as accuracy
     * @param size training examples that the target was cut to
     * @param score the metric on the evaluation split
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
