package panamoe.trainer.experiment.protocol;

import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.relatedness.MeanRows;
import panamoe.trainer.learner.relatedness.TaskEncoder;
import panamoe.trainer.learner.relatedness.TaskVector;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.SequenceSource;

/** The vectors of a run's tasks. Descriptions are encoded at the first use and kept. */
public final class LabVectors {

    private final Design design;
    private final Backend backend;
    private final PretrainedEncoder pretrained;
    private final SequenceSource features;
    private @Nullable ImmutableList<double[]> descriptions;

    LabVectors(Design design, Backend backend, PretrainedEncoder pretrained, SequenceSource features) {
        this.design = design;
        this.backend = backend;
        this.pretrained = pretrained;
        this.features = features;
    }

    /** One vector for each slot: with texts for a task of the mixture, with the description alone for any other task. */
    ImmutableList<TaskVector> ofSlots(ImmutableList<Exposure> mixture) {
        MutableList<TaskVector> vectors = descriptions()
                .collect(description -> new TaskVector(description, null))
                .toList();
        mixture.forEach(exposure -> vectors.set(exposure.task(), of(exposure.task(), exposure.examples())));
        return vectors.toImmutable();
    }

    /** The vectors of the tasks of a mixture, in its order. */
    public ImmutableList<TaskVector> of(ImmutableList<Exposure> mixture) {
        return mixture.collect(exposure -> of(exposure.task(), exposure.examples()));
    }

    /** The vector of a task that has these examples. */
    public TaskVector of(int task, int[] examples) {
        int[] sample = Arrays.copyOf(examples, Math.min(examples.length, TaskEncoder.TEXTS));
        return new TaskVector(descriptions().get(task), MeanRows.of(features, task, sample));
    }

    private synchronized ImmutableList<double[]> descriptions() {
        if (descriptions == null) {
            ModelSettings model = design.settings().model();
            TaskEncoder encoder = new TaskEncoder(
                    new FrozenEncoder(backend, pretrained.weights(), model.firstLayer()),
                    pretrained.tokenizer(),
                    model.maxTokens());
            descriptions = design.slots()
                    .tasks()
                    .collect(data -> encoder.description(
                            data.task().description(), data.task().labels().castToList()));
        }
        return descriptions;
    }
}
