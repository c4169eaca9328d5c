package panamoe.trainer.experiment.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.statistics.Estimate;

/**
 * All that is to be shown of one protocol's result.
 *
 * @param caption of the protocol
 * @param result scores, comparisons and the course of training; null if the protocol was not run
 * @param page what a page shows between the scores and the course of training
 * @param tables what a text of tables shows after the scores
 * @param beside differences that bear on the claim beside those between methods, by name
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
