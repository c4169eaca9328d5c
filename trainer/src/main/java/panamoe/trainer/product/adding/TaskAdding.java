package panamoe.trainer.product.adding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.Tokenizer;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.TrainedPart;
import panamoe.trainer.learner.relatedness.TaskEncoder;
import panamoe.trainer.learner.training.Batches;
import panamoe.trainer.learner.training.LossHistory;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.Trainer;
import panamoe.trainer.learner.training.TrainingRecipe;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.Features;
import panamoe.trainer.product.training.MeanFeatures;
import panamoe.trainer.product.training.TaskMeasurement;
import panamoe.trainer.product.training.TrainSettings;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.TaskSlots;

/**
 * Teaches a kept model one more task. Unless the whole model is trained, its answers to the other tasks stay the same to the bit: only
 * the new task's entries of heads and gates change (gates per task: Gupta et al. 2022).
 */
public final class TaskAdding {

    private enum Purpose {
        CURRICULUM,
        DROPOUT
    }

    private final AddTaskSettings settings;
    private final TaskData data;
    private final Backend backend;
    private final KeptModel model;
    private final int slot;
    private final TaskSlots slots;
    private final SequenceSource features;
    private final TaskEncoder encoder;

    private TaskAdding(KeptModel grown, TaskData data, AddTaskSettings settings, Backend backend) {
        this.settings = settings;
        this.data = data;
        this.backend = backend;
        this.model = grown;
        this.slot = grown.config().slots() - 1;
        this.slots = TaskSlots.ofOne(data, slot, grown.config().slots());
        FrozenEncoder frozen = new FrozenEncoder(
                backend, grown.encoder(), grown.config().model().firstLayer());
        Tokenizer tokenizer = Tokenizer.of(grown.wordPiece());
        int maxTokens = grown.config().model().maxTokens();
        this.features = Features.of(frozen, slots, tokenizer, maxTokens);
        this.encoder = new TaskEncoder(frozen, tokenizer, maxTokens);
    }

    /**
     * Adds a task.
     *
     * @param model is not changed
     * @param data of the new task
     * @param dataName the name of the data, for the model's history
     * @param backend of the model
     * @param progress called at every training step
     * @throws IllegalArgumentException if the model has a task of that name, or the related task is not one of its tasks or does not fit
     *     its method
     * @throws panamoe.trainer.learner.training.Diverged if a loss or an output is not finite
     */
    public static AddedTask add(
            KeptModel model,
            TaskData data,
            String dataName,
            AddTaskSettings settings,
            Backend backend,
            Progress progress) {
        requireFits(model, data, settings);
        HistoryEntry event = HistoryEntry.learned(
                HistoryEntry.Event.TASK_ADDED,
                List.of(data.task().name()),
                dataName,
                settings.steps(),
                settings.seed());
        KeptModel grown = ModelGrowth.grow(model, data.task(), event, backend);
        return new TaskAdding(grown, data, settings, backend).added(progress);
    }

    /** @throws IllegalArgumentException as {@link #add} */
    public static void requireFits(KeptModel model, TaskData data, AddTaskSettings settings) {
        List<String> names = model.tasks().stream().map(KeptTask::name).toList();
        Check.that(
                !names.contains(data.task().name()),
                () -> "the model has a task " + data.task().name() + ": give the new one another name");
        Check.that(
                !settings.related().equals(AddTaskSettings.AUTO)
                        || !model.config().hasTaskParts()
                        || data.train().size() >= RidgeProbe.LEAST_EXAMPLES,
                () -> "related auto compares tasks by at least " + RidgeProbe.LEAST_EXAMPLES
                        + " training examples, and " + data.task().name() + " has "
                        + data.train().size() + ": name a related task"
                        + (model.config().hasPrivateExperts() ? "" : ", or none"));
        boolean named = !List.of(AddTaskSettings.AUTO, AddTaskSettings.BLEND, AddTaskSettings.NONE)
                .contains(settings.related());
        Check.that(
                !named || names.contains(settings.related()),
                () -> "related " + MessageText.quoted(settings.related())
                        + ": expected auto, blend, none or one of the model's"
                        + " tasks " + MessageText.names(names) + "; did you mean \""
                        + Nearest.of(settings.related(), names) + "\"?");
        Check.that(
                !named || model.config().hasTaskParts(),
                () -> "related " + settings.related()
                        + ": the tasks of this model have no gates of their own: leave it out");
        Check.that(
                !settings.related().equals(AddTaskSettings.BLEND)
                        || model.config().hasTaskParts() && !model.config().hasPrivateExperts(),
                () -> "related blend: " + model.config().method()
                        + (model.config().hasPrivateExperts()
                                ? " has experts per task, which cannot be blended: expected auto or one of "
                                        + MessageText.names(names)
                                : " has no gate per task: expected auto"));
        Check.that(
                !settings.related().equals(AddTaskSettings.NONE)
                        || !model.config().hasPrivateExperts(),
                () -> "related none: in " + model.config().method()
                        + " the new task's experts start as a copy of another task's: expected auto or one of "
                        + MessageText.names(names));
    }

    private AddedTask added(Progress progress) {
        boolean ranks = settings.related().equals(AddTaskSettings.AUTO)
                && model.config().hasTaskParts();
        List<Relatedness> ranking = ranks ? new RelatedTasks(model, slot, data, features, backend).ranked() : List.of();
        TaskStart start = start(ranking);
        train(progress);
        List<KeptTask> tasks = new ArrayList<>(model.tasks());
        tasks.set(
                tasks.size() - 1,
                TaskMeasurement.of(model, slots, slot, features)
                        .withFeatures(
                                MeanFeatures.of(features, slot, data.train().size())));
        return new AddedTask(model.withTasks(tasks), ranking, start);
    }

    private TaskStart start(List<Relatedness> ranking) {
        boolean blends = settings.related().equals(AddTaskSettings.BLEND);
        if (!blends && ranking.isEmpty()) {
            return TaskStart.set(
                    model,
                    Optional.of(settings.related())
                            .filter(name -> !name.equals(AddTaskSettings.AUTO) && !name.equals(AddTaskSettings.NONE)),
                    backend);
        }
        if (model.config().hasPrivateExperts()) {
            return TaskStart.set(model, Optional.of(ranking.getFirst().task()), backend);
        }
        SimilarTasks similar = SimilarTasks.of(model, data, encoder);
        double most = similar.similarities().most();
        if (most < SimilarTasks.LEAST) {
            TaskStart fallback = TaskStart.set(model, Optional.empty(), backend);
            return new TaskStart.NoneSimilar(fallback, similar.nearest().name(), most);
        }
        return blends
                ? TaskStart.blend(model, similar, backend)
                : TaskStart.set(model, Optional.of(ranking.getFirst().task()), backend);
    }

    private void train(Progress progress) {
        settings.train().freezeOthers(model.network().parameters());
        int examples = data.train().size();
        TrainingRecipe recipe = TrainSettings.read(TrainSettings.defaults())
                .training()
                .recipe()
                .withTrunkRate(settings.trunkRate())
                .withGateAndHeadRate(settings.rate())
                .withBatchSize(Math.min(settings.batchSize(), examples))
                .forNewTasks();
        Rng rng = new Rng(settings.seed());
        Exposure exposure = new Exposure(
                slot, data.task().name(), IntStream.range(0, examples).toArray(), settings.steps());
        Curriculum curriculum = Curriculum.of(
                Lists.immutable.with(exposure), recipe.batchSize(), rng.derive(Purpose.CURRICULUM.ordinal()));
        Trainer.run(
                model.network(),
                LossWeighting.EQUAL,
                recipe,
                new Batches(slots, features),
                curriculum,
                rng.derive(Purpose.DROPOUT.ordinal()),
                new LossHistory(),
                progress);
        TrainedPart.ALL.freezeOthers(model.network().parameters());
    }
}
