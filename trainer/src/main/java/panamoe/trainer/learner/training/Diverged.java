package panamoe.trainer.learner.training;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.TaskSlots;

/**
 * A training run diverged: a loss, the gradient norm or a logit is not finite. The model must not be evaluated, since the argmax of
 * NaN logits is arbitrary.
 */
public final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<LearningCurve> curves;

    private Diverged(@Nullable String message, List<LearningCurve> curves) {
        super(message);
        this.curves = List.copyOf(curves);
    }

    /**
     * A divergence in a step.
     *
     * @param step the step, from 1
     * @param tasks the slots of the tasks of the batch, or of the single task of the loss
     * @param what the name of the value that is not finite, such as "loss"
     * @param value the value
     */
    static Diverged at(int step, TaskSlots slots, int[] tasks, String what, double value) {
        String names = IntStream.of(tasks).mapToObj(slots::name).collect(Collectors.joining(", "));
        return new Diverged("diverged at step %d of %s: %s %s".formatted(step, names, what, value), List.of());
    }

    /** A copy with the losses before the divergence. */
    public Diverged with(List<LearningCurve> losses) {
        Diverged other = new Diverged(getMessage(), losses);
        other.initCause(this);
        return other;
    }

    /** The losses before the divergence. */
    public List<LearningCurve> curves() {
        return curves;
    }
}
