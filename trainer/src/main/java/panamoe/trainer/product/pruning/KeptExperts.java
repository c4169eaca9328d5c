package panamoe.trainer.product.pruning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;
import panamoe.moe.UsedExperts;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.MoeSettings;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;

/** Chooses the experts that the kept tasks of a model need. */
final class KeptExperts {

    private KeptExperts() {}

    /**
     * The indices of the kept experts by encoder layer, both ascending. Private experts are kept with their tasks, and with them the experts that all tasks share. With gates whose loads
     * do not show what a task needs, all experts are kept.
     *
     * @param tasks the kept tasks, with their routing
     * @param threshold the smallest share of a task's tokens for which an expert is kept, from 0 to 1
     * @throws UserError if the routing of a task is unknown
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
        if (!config.method().sparseGate().loadsTellNeed(config.model().moe())) {
            return IntInterval.zeroTo(count - 1);
        }
        List<List<Double>> loads = tasks.stream().map(task -> load(task, layer)).toList();
        return UsedExperts.of(loads, threshold, (int) Math.ceil(config.expertsPerToken(layer)));
    }

    private static List<Double> load(KeptTask task, int layer) {
        List<Double> load = task.routing().getOrDefault(String.valueOf(layer), List.of());
        if (load.isEmpty()) {
            throw new UserError("task " + task.name()
                    + ": the model does not have the use of its experts: give the task's data (--data)");
        }
        return load;
    }

    private static ImmutableIntList privateExperts(ModelConfig config, List<KeptTask> tasks) {
        GateKind gate = config.method().sparseGate();
        MoeSettings moe = config.model().moe();
        MutableIntList kept = IntLists.mutable.empty();
        IntStream.range(0, gate.sharedByAll(moe)).forEach(kept::add);
        tasks.forEach(task -> kept.addAll(gate.privateExperts(moe, task.slot())));
        return kept.toImmutable();
    }
}
