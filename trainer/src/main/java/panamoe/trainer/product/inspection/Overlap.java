package panamoe.trainer.product.inspection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.training.RoutingMap;

/**
 * How far two tasks use the same experts.
 *
 * @param task the one that comes first in the model
 * @param other the other one
 * @param layers by encoder layer, 1 less the total variation between their shares: 1 where they use experts alike, 0 where they have none
 *     in common; those layers in which both were measured
 */
public record Overlap(String task, String other, Map<Integer, Double> layers) {

    /** The mean over the layers. */
    public double mean() {
        return layers.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow(() ->
                        new IllegalStateException("no layer in which " + task + " and " + other + " were measured"));
    }

    /** The pairs of tasks that were measured in a layer, those that are most alike first, of equals in the order of the model. */
    static List<Overlap> of(List<String> tasks, List<ExpertUse> layers) {
        List<Overlap> pairs = new ArrayList<>();
        for (int first = 0; first < tasks.size(); first++) {
            for (int second = first + 1; second < tasks.size(); second++) {
                Overlap pair = of(tasks.get(first), tasks.get(second), layers);
                if (!pair.layers.isEmpty()) {
                    pairs.add(pair);
                }
            }
        }
        return pairs.stream()
                .sorted(Comparator.comparingDouble(Overlap::mean).reversed())
                .toList();
    }

    private static Overlap of(String task, String other, List<ExpertUse> layers) {
        Map<Integer, Double> values = new LinkedHashMap<>();
        for (ExpertUse use : layers) {
            if (use.shares().containsKey(task) && use.shares().containsKey(other)) {
                values.put(
                        use.layer(),
                        RoutingMap.overlap(use.shares().get(task), use.shares().get(other)));
            }
        }
        return new Overlap(task, other, values);
    }
}
