package panamoe.trainer.report;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import panamoe.trainer.product.folder.ModelConfig;

/** Writes the numbers of experts of a sparse model in words. */
public final class ExpertCounts {

    private ExpertCounts() {}

    /** For example "8 in each layer"; if the numbers differ, "5 in layer 4, 3 in layer 5". */
    public static String text(ModelConfig config) {
        Collection<Integer> counts = config.experts().values();
        return counts.size() > 1 && Set.copyOf(counts).size() == 1
                ? counts.iterator().next() + " in each layer"
                : config.experts().entrySet().stream()
                        .map(mixture -> mixture.getValue() + " in layer " + mixture.getKey())
                        .collect(Collectors.joining(", "));
    }
}
