package panamoe.trainer.learner.relatedness;

import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;

/**
 * Directions of tasks: unit vectors whose inner product says how related two tasks are. An encoder gives all texts a large common
 * component, so vectors are first centred on the mean of the seen tasks.
 */
public final class TaskSpace {

    private final double descriptionWeight;
    private final double[] meanDescription;
    private final double @Nullable [] meanTexts;
    private final double[][] seen;

    /**
     * The space of the tasks that a model is trained with.
     *
     * @param seen the vectors of at least one task
     * @param descriptionWeight the weight of descriptions, from 0 to 1; the rest is the weight of texts. A task without texts is
     *     described by its description alone
     */
    public TaskSpace(ImmutableList<TaskVector> seen, double descriptionWeight) {
        Check.that(!seen.isEmpty(), "no task is seen: expected at least one");
        this.descriptionWeight = descriptionWeight;
        this.meanDescription = Centre.of(seen.collect(TaskVector::description).toArray(new double[0][]));
        double[][] texts =
                seen.collect(TaskVector::texts).select(Objects::nonNull).toArray(new double[0][]);
        this.meanTexts = texts.length == 0 ? null : Centre.of(texts);
        this.seen = seen.collect(this::direction).toArray(new double[0][]);
    }

    /** The direction of any task: a unit vector {@code [d]}. */
    double[] direction(TaskVector task) {
        double[] description = UnitVector.of(Centre.difference(task.description(), meanDescription));
        if (task.texts() == null || meanTexts == null) {
            return description;
        }
        double[] texts = UnitVector.of(Centre.difference(task.texts(), meanTexts));
        double[] sum = new double[description.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = descriptionWeight * description[i] + (1 - descriptionWeight) * texts[i];
        }
        return UnitVector.of(sum);
    }

    /** The similarities of a task to the seen tasks, in their order. */
    public Similarities similarities(TaskVector task) {
        return new Similarities(UnitVector.products(direction(task), seen));
    }
}
