package panamoe.trainer.product.inspection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/**
 * Which experts the tasks use in one layer.
 *
 * @param layer the encoder layer, from 0
 * @param experts how many there are
 * @param shares by task, in the order of the model, the share of its tokens that each expert got: {@code [experts]}; without the tasks
 *     that were not measured
 */
public record ExpertUse(int layer, int experts, Map<String, List<Double>> shares) {

    /** Keeps a copy in the same order. */
    public ExpertUse {
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }

    /** The layers with experts in which the use of a model's tasks was measured, ascending. */
    static List<ExpertUse> of(KeptModel model) {
        List<ExpertUse> layers = new ArrayList<>();
        for (int layer : model.config().sparseLayers()) {
            Map<String, List<Double>> measured = new LinkedHashMap<>();
            for (KeptTask task : model.tasks()) {
                List<Double> shares = task.routing().getOrDefault(String.valueOf(layer), List.of());
                if (!shares.isEmpty()) {
                    measured.put(task.name(), shares);
                }
            }
            if (!measured.isEmpty()) {
                layers.add(new ExpertUse(layer, model.config().experts().get(layer), measured));
            }
        }
        return List.copyOf(layers);
    }
}
