package panamoe.trainer.product.pruning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;
import panamoe.moe.UsedExperts;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;

/** Which experts of a model some of its tasks need. */
final class KeptExperts {

    private KeptExperts() {}

    /**
     * The experts that are kept, by encoder layer, ascending. Private experts are kept with their tasks, and where loads do not tell
     * what a task needs all are kept.
     *
     * @param tasks that are kept, with their routing
     * @param threshold the least share of a task's choices for which an expert is kept
     * @throws UserError if the routing of a task is not known
     */
    static Map<Integer, ImmutableIntList> of(ModelConfig config, List<KeptTask> tasks, double threshold) {
        Map<Integer, ImmutableIntList> kept = new TreeMap<>();
        config.experts().forEach((layer, count) -> kept.put(layer, ofLayer(config, tasks, threshold, layer, count)));
        return kept;
    }

    private static ImmutableIntList ofLayer(
            ModelConfig config, List<KeptTask> tasks, double threshold, int layer, int count) {
        if (config.hasPrivateExperts()) {
            return privateExperts(config, tasks);
        }
        if (!config.method().gate().loadsTellNeed(config.model().moe())) {
            return IntInterval.zeroTo(count - 1);
        }
        List<List<Double>> loads = tasks.stream().map(task -> load(task, layer)).toList();
        return UsedExperts.of(loads, threshold, (int) Math.ceil(config.expertsPerToken(layer)));
    }

    private static List<Double> load(KeptTask task, int layer) {
        List<Double> load = task.routing().getOrDefault(String.valueOf(layer), List.of());
        if (load.isEmpty()) {
            throw new UserError(
                    "task " + task.name() + ": the model does not tell which experts it uses: give its data (--data)");
        }
        return load;
    }

    private static ImmutableIntList privateExperts(ModelConfig config, List<KeptTask> tasks) {
        int own = config.model().moe().gate().privateExperts();
        MutableIntList kept = IntLists.mutable.empty();
        tasks.forEach(task -> kept.addAll(IntInterval.fromTo(task.slot() * own, (task.slot() + 1) * own - 1)));
        return kept.toImmutable();
    }
}
