package panamoe.trainer.product.inspection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.training.RoutingMap;

/**
 * How alike two tasks use the experts.
 *
 * @param task the first task in the order of the model
 * @param other the second task
 * @param layers by encoder layer, 1 minus the total variation between the shares of the two tasks: 1 for equal shares, 0 for no expert in
 *     common; without layers in which one of them was not measured
 */
public record Overlap(String task, String other, Map<Integer, Double> layers) {

    /** The mean over the layers. */
    public double mean() {
        return layers.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow(
                        () -> new IllegalStateException("no layer has the shares of both " + task + " and " + other));
    }

    /** The pairs of tasks that have a layer in common, those most alike first; equal ones in the order of the model. */
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
