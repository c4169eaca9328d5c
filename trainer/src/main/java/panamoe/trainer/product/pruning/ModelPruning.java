package panamoe.trainer.product.pruning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.Tokenizer;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.product.training.Features;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.product.training.TaskMeasurement;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.TaskSlots;

/**
 * Reduces a kept model to some of its tasks and the experts that they use (Chen et al. 2023, "Mod-Squad"). A mixture with one expert left
 * becomes a dense block, unless it has a shared expert too, or its experts are private.
 */
public final class ModelPruning {

    private final KeptModel whole;
    private final TaskExamples data;
    private final Backend backend;
    private final Phases phases;

    private ModelPruning(KeptModel whole, TaskExamples data, Backend backend, Phases phases) {
        this.whole = whole;
        this.data = data;
        this.backend = backend;
        this.phases = phases;
    }

    /**
     * Prunes a model.
     *
     * @param whole the model, which is not changed
     * @param tasks the tasks to keep, in the order of the model
     * @param threshold from 0 to 1: an expert is kept if it gets at least this share of a kept task's tokens. A task keeps at least as
     *     many experts as a token takes
     * @param data to measure the routing and the scores of the tasks. Without examples of a task, the routing that the model keeps is
     *     used, and the scores are dropped if experts are removed
     * @param backend of the model
     * @param phases receives the number of measured tasks
     * @throws IllegalArgumentException if there is no task, or the threshold is out of range
     * @throws panamoe.trainer.common.UserError if the routing of a task is unknown
     * @throws panamoe.trainer.learner.training.Diverged if an output is not finite
     */
    public static PrunedModel prune(
            KeptModel whole,
            List<KeptTask> tasks,
            double threshold,
            TaskExamples data,
            Backend backend,
            Phases phases) {
        Check.that(!tasks.isEmpty(), "no tasks to keep: expected at least one");
        Check.that(threshold >= 0 && threshold <= 1, "threshold " + threshold + ": expected 0 to 1");
        return new ModelPruning(whole, data, backend, phases).pruned(tasks, threshold);
    }

    private PrunedModel pruned(List<KeptTask> tasks, double threshold) {
        List<KeptTask> before = measured("tasks measured before", whole, tasks);
        KeptModel smaller = smaller(tasks, threshold, KeptExperts.of(whole.config(), before, threshold));
        List<KeptTask> after = measured("tasks measured after", smaller, smaller.tasks());
        return new PrunedModel(smaller.withTasks(after), before);
    }

    /** The tasks with the scores and the routing measured in a model; tasks without examples are not changed. */
    private List<KeptTask> measured(String what, KeptModel model, List<KeptTask> tasks) {
        List<KeptTask> measured = new ArrayList<>();
        for (KeptTask task : tasks) {
            phases.at(what, measured.size(), tasks.size());
            TaskData examples = data.byTask().get(task.name());
            measured.add(examples == null ? task : measured(model, task, examples));
        }
        phases.at(what, tasks.size(), tasks.size());
        return measured;
    }

    private KeptTask measured(KeptModel model, KeptTask task, TaskData examples) {
        TaskSlots slots = TaskSlots.ofOne(examples, task.slot(), model.config().slots());
        FrozenEncoder frozen = new FrozenEncoder(
                backend, model.encoder(), model.config().model().firstLayer());
        SequenceSource features = Features.of(
                frozen,
                slots,
                Tokenizer.of(model.wordPiece()),
                model.config().model().maxTokens());
        KeptTask now = TaskMeasurement.of(model, slots, task.slot(), features);
        if (hasSameExamples(task, now)) {
            return task.with(task.examples(), now.scores(), task.baselines(), now.routing());
        }
        Map<String, Integer> sizes = new LinkedHashMap<>(now.examples());
        sizes.compute(Split.TRAIN.toString(), (train, given) -> task.examples().get(train));
        return task.with(sizes, now.scores(), now.baselines(), now.routing());
    }

    /** True if the examples are those of the task's baselines. */
    private boolean hasSameExamples(KeptTask task, KeptTask measured) {
        return task.examples().equals(measured.examples())
                && majorities(task).equals(majorities(measured))
                && whole.config().history().stream()
                        .anyMatch(entry -> entry.tasks().contains(task.name())
                                && entry.data().equals(data.name()));
    }

    /** The majority baselines by split. */
    private static Map<String, Double> majorities(KeptTask task) {
        Map<String, Double> majorities = new LinkedHashMap<>();
        task.baselines().forEach((split, values) -> majorities.put(split, values.get(KeptTask.MAJORITY)));
        return majorities;
    }

    private KeptModel smaller(List<KeptTask> tasks, double threshold, Map<Integer, ImmutableIntList> kept) {
        ModelConfig config = whole.config();
        List<KeptTask> moved = new ArrayList<>();
        for (KeptTask task : tasks) {
            moved.add(moved(task, moved.size(), kept));
        }
        Map<Integer, Integer> experts = new TreeMap<>();
        kept.forEach((layer, some) -> {
            if (some.size() > 1 || isMixtureOfOne()) {
                experts.put(layer, some.size());
            }
        });
        int classes =
                tasks.stream().mapToInt(task -> task.task().classes()).max().orElseThrow();
        HistoryEntry event =
                HistoryEntry.pruned(tasks.stream().map(KeptTask::name).toList(), data.name(), threshold);
        ModelConfig smaller = config.with(tasks.size(), classes, experts, event);
        MultiTaskModel network = new MultiTaskModel(
                backend,
                config.method(),
                config.model(),
                experts,
                whole.encoder(),
                tasks.size(),
                classes,
                ModelFolder.modelRng(config.seed()));
        network.takePart(
                whole.network(), IntLists.immutable.ofAll(tasks.stream().mapToInt(KeptTask::slot)), kept);
        return new KeptModel(smaller, moved, whole.wordPiece(), whole.encoder(), network, whole.settings());
    }

    /** True if a single expert stays a mixture: with a shared expert, or because tasks that are added later bring private experts. */
    private boolean isMixtureOfOne() {
        return whole.config().model().moe().sharedExpert() || whole.config().hasPrivateExperts();
    }

    /** The task in the smaller model. If its answers may differ from those in the whole model, it has no scores and no routing. */
    private KeptTask moved(KeptTask task, int slot, Map<Integer, ImmutableIntList> kept) {
        boolean same = whole.config().hasPrivateExperts()
                || whole.config().experts().entrySet().stream()
                        .allMatch(all -> Lookup.in(kept, all.getKey()).size() == all.getValue());
        Map<String, List<Double>> routing = new LinkedHashMap<>();
        if (same) {
            task.routing()
                    .forEach((layer, shares) -> routing.put(
                            layer,
                            shares.isEmpty()
                                    ? shares
                                    : Lookup.in(kept, Integer.valueOf(layer))
                                            .collect(shares::get)
                                            .castToList()));
        }
        return task.inSlot(slot).with(task.examples(), same ? task.scores() : Map.of(), task.baselines(), routing);
    }
}
