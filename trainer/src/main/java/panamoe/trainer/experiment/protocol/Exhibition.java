package panamoe.trainer.experiment.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.statistics.Estimate;

/**
 * The presentation of one protocol's result.
 *
 * @param caption the words that describe the protocol
 * @param result scores, comparisons and the course of training; null if the protocol was not run
 * @param page exhibits of the HTML page, between the scores and the course of training
 * @param tables exhibits of the Markdown tables, after the scores
 * @param beside further differences that bear on the claim, by name; the differences between methods are in {@code result}
 */
public record Exhibition(
        Caption caption,
        @Nullable ProtocolResult<?> result,
        List<Exhibit> page,
        List<Exhibit> tables,
        Map<String, Estimate> beside) {

    /** Copies the lists. */
    public Exhibition {
        page = List.copyOf(page);
        tables = List.copyOf(tables);
    }

    /** A protocol that was not run. */
    public static Exhibition notRun(Caption caption) {
        return new Exhibition(caption, null, List.of(), List.of(), Map.of());
    }
}
