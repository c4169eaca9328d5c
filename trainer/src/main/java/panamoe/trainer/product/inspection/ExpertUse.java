package panamoe.trainer.product.inspection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/**
 * The experts that the tasks use in one layer.
 *
 * @param layer the encoder layer, counted from 0
 * @param experts the number of the layer's experts
 * @param shares by task, in the order of the model, the share of its tokens that each expert got: {@code [experts]}; without tasks that
 *     were not measured
 */
public record ExpertUse(int layer, int experts, Map<String, List<Double>> shares) {

    /** Copies the map in its order. */
    public ExpertUse {
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }

    /** The use of each layer with experts, ascending; without layers that were not measured. */
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
                layers.add(new ExpertUse(layer, model.config().experts(layer), measured));
            }
        }
        return List.copyOf(layers);
    }
}
