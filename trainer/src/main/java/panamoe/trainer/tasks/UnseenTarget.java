package panamoe.trainer.tasks;

/**
 * A task held out of the training of a base model, and two of the tasks in that training.
 *
 * @param target name of the held-out task, which is learned from few examples
 * @param related name of a task whose gate should be a good initial value for the gate of the target
 * @param unrelated name of a task whose gate should be a bad initial value: the control
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
