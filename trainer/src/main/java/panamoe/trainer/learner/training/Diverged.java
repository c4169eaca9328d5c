package panamoe.trainer.learner.training;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import panamoe.trainer.tasks.TaskSlots;

/**
 * A training run has become a number that is not finite: a loss, the norm of the gradient or a logit. No metric may be taken of its
 * model, since the largest of logits that are not numbers is whatever stands first.
 */
public final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<LearningCurve> curves;

    private Diverged(String message, List<LearningCurve> curves) {
        super(message);
        this.curves = List.copyOf(curves);
    }

    /**
     * In a step.
     *
     * @param step from 1
     * @param tasks slots of the batch's tasks, or that of the one whose loss it is
     * @param what is not finite, such as "loss"
     */
    static Diverged at(int step, TaskSlots slots, int[] tasks, String what, double value) {
        String names = IntStream.of(tasks).mapToObj(slots::name).collect(Collectors.joining(", "));
        return new Diverged("diverged at step %d of %s: %s %s".formatted(step, names, what, value), List.of());
    }

    /** With the losses up to here. */
    public Diverged with(List<LearningCurve> losses) {
        Diverged other = new Diverged(getMessage(), losses);
        other.initCause(this);
        return other;
    }

    /** The losses up to here. */
    public List<LearningCurve> curves() {
        return curves;
    }
}
