package panamoe.trainer.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Verdict;
import panamoe.trainer.learner.Method;

/**
 * A claim of the paper, which one protocol tests, and the differences that bear on it.
 *
 * @param caption the caption of the protocol
 * @param main the difference that decides the claim, task-gate-moe - dense-mtl; null if one of them was not run
 * @param beside differences from the paper's other methods, and the further differences of the protocol, by name
 * @param further differences from the methods that the paper does not have, by name
 */
record Claim(Caption caption, @Nullable Estimate main, Map<String, Estimate> beside, Map<String, Estimate> further) {

    private static final String PAPER = Method.TASK_GATE_MOE.name();

    private static final List<String> OTHERS_OF_THE_PAPER =
            List.of(Method.SHARED_GATE_MOE.name(), Method.SINGLE_TASK.name());

    static final String MAIN = Comparisons.key(PAPER, Method.DENSE_MTL.name());

    static Claim of(Exhibition exhibition) {
        if (exhibition.result() == null) {
            return new Claim(exhibition.caption(), null, Map.of(), Map.of());
        }
        Map<String, Estimate> beside = new LinkedHashMap<>();
        Map<String, Estimate> further = new LinkedHashMap<>();
        Map<String, Estimate> comparisons = exhibition.result().comparisons();
        comparisons.forEach((pair, difference) -> {
            if (Comparisons.isOf(PAPER, pair) && !pair.equals(MAIN)) {
                boolean ofPaper =
                        OTHERS_OF_THE_PAPER.stream().anyMatch(other -> pair.equals(Comparisons.key(PAPER, other)));
                (ofPaper ? beside : further).put(pair, difference);
            }
        });
        beside.putAll(exhibition.beside());
        return new Claim(exhibition.caption(), comparisons.get(MAIN), beside, further);
    }

    Verdict verdict() {
        return Verdict.of(main);
    }
}
