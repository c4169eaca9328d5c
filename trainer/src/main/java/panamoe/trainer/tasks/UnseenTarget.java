package panamoe.trainer.tasks;

/**
 * A task that a base model is trained without, and two of the tasks it is trained with.
 *
 * @param target name of the task to learn from few examples
 * @param related name of the task whose gate should be a good start for the target's
 * @param unrelated name of a task whose gate should be a bad one: the control
 */
public record UnseenTarget(String target, String related, String unrelated) {

    /** @throws IllegalArgumentException if two of the three names are equal */
    public UnseenTarget {
        if (target.equals(related) || target.equals(unrelated) || related.equals(unrelated)) {
            throw new IllegalArgumentException("unseen target %s from %s, control %s: expected three different tasks"
                    .formatted(target, related, unrelated));
        }
    }
}
