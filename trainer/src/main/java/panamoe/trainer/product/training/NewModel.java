package panamoe.trainer.product.training;

import java.util.stream.IntStream;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.learner.GateSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.relatedness.RelatedGates;
import panamoe.trainer.learner.relatedness.TaskEncoder;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.tasks.TaskSlots;

/** The model at the start of a training. */
final class NewModel {

    private NewModel() {}

    /**
     * A model with pretrained weights, whose gates begin by the rule of the settings.
     *
     * @param frozen the frozen layers
     * @param gates the random numbers of related gates
     * @param experts the processes among which the experts are divided
     */
    static MultiTaskModel begin(
            TrainSettings settings,
            TaskSlots slots,
            PretrainedEncoder encoder,
            FrozenEncoder frozen,
            Backend backend,
            Rng gates,
            ProcessGroup experts) {
        MultiTaskModel model = drawn(settings, slots, encoder, backend, experts);
        GateSettings gate = settings.model().moe().gate();
        if (RelatedGates.applyTo(settings.method(), gate)) {
            TaskEncoder tasks = new TaskEncoder(
                    frozen, encoder.tokenizer(), settings.model().maxTokens());
            int[] seen = IntStream.range(0, slots.count()).toArray();
            RelatedGates.begin(backend, model.taskGates(), slots.tasks().collect(tasks::vector), seen, gate, gates);
        }
        return model;
    }

    /** A model with pretrained weights and random gates and heads. */
    static MultiTaskModel drawn(
            TrainSettings settings, TaskSlots slots, PretrainedEncoder encoder, Backend backend, ProcessGroup experts) {
        return new MultiTaskModel(
                backend,
                settings.method(),
                settings.model(),
                settings.method().experts(settings.model().moe(), slots.count()),
                encoder.weights(),
                slots.count(),
                slots.maxClasses(),
                ModelFolder.modelRng(settings.seed()),
                experts);
    }
}
