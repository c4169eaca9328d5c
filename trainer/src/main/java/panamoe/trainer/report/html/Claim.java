package panamoe.trainer.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Verdict;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.learner.MethodNames;

/**
 * One of the paper's three claims, and the differences that bear on it.
 *
 * @param protocol the protocol in words
 * @param anchor the section of the page
 * @param main task gates against dense, which decides; null when either was not run
 * @param beside other differences of interest, by name: from the other methods of the paper, and between gate starts
 * @param further differences from the methods that the paper does not have
 */
record Claim(
        String protocol,
        String anchor,
        String text,
        @Nullable Estimate main,
        Map<String, Estimate> beside,
        Map<String, Estimate> further) {

    private static final List<String> OTHERS_OF_THE_PAPER =
            List.of(MethodNames.SHARED_GATE_MOE, MethodNames.SINGLE_TASK);

    static final String MAIN = Comparisons.key(MethodNames.TASK_GATE_MOE, MethodNames.DENSE_MTL);

    /** The three claims in the order of the protocols. */
    static List<Claim> of(Results results) {
        Protocols protocols = results.protocols();
        List<Claim> claims = new ArrayList<>();
        claims.add(of(
                "low-resource transfer",
                "low-resource",
                "Low-resource tasks gain more from related tasks",
                protocols.lowResourceTransfer()));
        claims.add(of(
                "unseen-task generalization",
                "unseen-task",
                "An unseen task is learnt from fewer examples",
                protocols.unseenTaskGeneralization()));
        claims.add(of(
                "unrelated-task robustness",
                "robustness",
                "Added unrelated tasks harm the old ones less",
                protocols.unrelatedTaskRobustness()));
        return claims;
    }

    private static Claim of(String protocol, String anchor, String text, @Nullable ProtocolResult<?> result) {
        if (result == null) {
            return new Claim(protocol, anchor, text, null, Map.of(), Map.of());
        }
        Map<String, Estimate> beside = new LinkedHashMap<>();
        Map<String, Estimate> further = new LinkedHashMap<>();
        result.comparisons().forEach((pair, difference) -> {
            if (Comparisons.isOf(MethodNames.TASK_GATE_MOE, pair) && !pair.equals(MAIN)) {
                boolean ofPaper = OTHERS_OF_THE_PAPER.stream()
                        .anyMatch(other -> pair.equals(Comparisons.key(MethodNames.TASK_GATE_MOE, other)));
                (ofPaper ? beside : further).put(pair, difference);
            }
        });
        if (result.methods().get(MethodNames.TASK_GATE_MOE) instanceof MethodResult.Scored<?> scored
                && scored.details() instanceof UnseenTaskDetails details) {
            details.startComparisons().forEach((pair, difference) -> beside.put("gate start: " + pair, difference));
        }
        return new Claim(protocol, anchor, text, result.comparisons().get(MAIN), beside, further);
    }

    Verdict verdict() {
        return Verdict.of(main);
    }
}
