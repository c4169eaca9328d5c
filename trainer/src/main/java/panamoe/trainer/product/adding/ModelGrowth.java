package panamoe.trainer.product.adding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.moe.ExpertBias;
import panamoe.moe.TaskAddition;
import panamoe.tensor.Backend;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.tasks.Task;

/** Gives a model a slot for one more task. Its other tasks answer as before, to the bit. */
final class ModelGrowth {

    private ModelGrowth() {}

    /**
     * A copy of the model with one more slot. The head and the gates in that slot have random initial values.
     *
     * @param model without a task of this name
     * @param event the new entry of the model's history
     * @param backend of the model
     */
    static KeptModel grow(KeptModel model, Task task, HistoryEntry event, Backend backend) {
        ModelConfig config = model.config();
        int slot = config.slots();
        ModelConfig grown = config.with(slot + 1, Math.max(config.classes(), task.classes()), experts(config), event);
        MultiTaskModel network = new MultiTaskModel(
                backend,
                config.method(),
                config.model(),
                grown.experts(),
                model.encoder(),
                grown.slots(),
                grown.classes(),
                ModelFolder.modelRng(config.seed()));
        TaskAddition.copy(model.network().parameters(), network.parameters());
        copyBiases(backend, model.network().expertBiases(), network.expertBiases());
        List<KeptTask> tasks = new ArrayList<>();
        model.tasks().forEach(known -> tasks.add(known.withExperts(grown.experts())));
        tasks.add(KeptTask.of(task, slot));
        return new KeptModel(grown, tasks, model.wordPiece(), model.encoder(), network, model.settings());
    }

    /** The number of experts by layer: of private experts there are more with one more task, of others as many as before. */
    private static Map<Integer, Integer> experts(ModelConfig config) {
        Map<Integer, Integer> experts = new TreeMap<>(config.experts());
        if (config.hasPrivateExperts()) {
            experts.replaceAll((layer, count) ->
                    config.method().sparseGate().experts(config.model().moe(), config.slots() + 1));
        }
        return experts;
    }

    /** The new task's private experts start with a bias of 0. */
    private static void copyBiases(Backend backend, ImmutableList<ExpertBias> from, ImmutableList<ExpertBias> to) {
        from.forEachWithIndex((bias, layer) -> {
            double[] grown = new double[to.get(layer).value().size()];
            double[] known = backend.readDoubles(bias.value());
            System.arraycopy(known, 0, grown, 0, known.length);
            backend.write(to.get(layer).value(), grown);
        });
    }
}
