package panamoe.trainer.tasks;

import org.jspecify.annotations.Nullable;

/**
 * A task held out of the training of a base model, and up to two of the tasks in that training.
 *
 * @param target name of the held-out task, which is learned from few examples
 * @param related name of a task whose gate should be a good initial value for the gate of the target; null if the
 *     suite names none
 * @param unrelated name of a task whose gate should be a bad initial value, the control; null if the suite names none
 */
public record UnseenTarget(
        String target, @Nullable String related, @Nullable String unrelated) {

    /** @throws IllegalArgumentException if two of the three names are equal */
    public UnseenTarget {
        if (target.equals(related) || target.equals(unrelated) || related != null && related.equals(unrelated)) {
            throw new IllegalArgumentException("unseen target %s from %s, control %s: expected three different tasks"
                    .formatted(target, related, unrelated));
        }
    }
}
