package panamoe.trainer.tasks;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;

/**
 * A task with its examples, each split in a fixed order that carries no meaning (any prefix of {@code train} is a sample of it).
 *
 * @param task what is asked
 * @param train not empty
 * @param dev not empty
 * @param test not empty
 */
public record TaskData(
        Task task, ImmutableList<Example> train, ImmutableList<Example> dev, ImmutableList<Example> test) {

    /** @throws IllegalArgumentException if a split is empty, or an example does not fit the task */
    public TaskData {
        requireFits(task, Split.TRAIN, train);
        requireFits(task, Split.DEV, dev);
        requireFits(task, Split.TEST, test);
    }

    /** The examples of one split. */
    public ImmutableList<Example> examples(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case DEV -> dev;
            case TEST -> test;
        };
    }

    /** How often each label occurs in a split: {@code int[classes]}. */
    public int[] labelCounts(Split split) {
        int[] counts = new int[task.classes()];
        examples(split).forEach(example -> counts[example.label()]++);
        return counts;
    }

    /**
     * The accuracy on a split of always answering the label that is most frequent in {@code train} (of equals the first):
     * what a model that ignores its input can reach.
     */
    public double majorityBaseline(Split split) {
        return labelCounts(split)[majority()] / (double) examples(split).size();
    }

    private int majority() {
        int[] seen = labelCounts(Split.TRAIN);
        int majority = 0;
        for (int label = 1; label < seen.length; label++) {
            if (seen[label] > seen[majority]) {
                majority = label;
            }
        }
        return majority;
    }

    /**
     * The most that can be reached in the task's metric on a split without a look at the texts: by the label that suits its
     * examples best, for all of them, or by labels drawn at random. No correlation rewards either.
     */
    public double baseline(Split split) {
        if (task.range() != null) {
            return 0;
        }
        double best = task.metric().ofRandomLabels(task.classes());
        for (int label = 0; label < task.classes(); label++) {
            Confusion answers = new Confusion(task.classes());
            int always = label;
            examples(split).forEach(example -> answers.add(example.label(), always));
            best = Math.max(best, task.metric().of(answers));
        }
        return best;
    }

    /** The mean score of {@code train}, of a regression task. */
    public double meanScore() {
        return train.sumOfDouble(Example::score) / train.size();
    }

    /** The root of the mean squared error on a split of always answering {@link #meanScore}. */
    public double meanScoreError(Split split) {
        double mean = meanScore();
        ImmutableList<Example> measured = examples(split);
        return Math.sqrt(measured.sumOfDouble(example -> Math.pow(example.score() - mean, 2)) / measured.size());
    }

    private static void requireFits(Task task, Split split, ImmutableList<Example> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(
                    "no " + split + " examples of task " + task.name() + ": expected at least one");
        }
        for (Example example : examples) {
            if (example.label() >= task.classes()) {
                throw new IllegalArgumentException("label %d of \"%s\" in %s of task %s: expected below %d"
                        .formatted(
                                example.label(), MessageText.cut(example.text()), split, task.name(), task.classes()));
            }
            if (task.range() != null && !task.range().contains(example.score())) {
                throw new IllegalArgumentException("score %s of \"%s\" in %s of task %s: expected one in %s"
                        .formatted(example.score(), MessageText.cut(example.text()), split, task.name(), task.range()));
            }
            if (task.pair() != (example.pair() != null)) {
                throw new IllegalArgumentException("\"%s\" in %s of task %s: expected %s"
                        .formatted(
                                MessageText.cut(example.text()),
                                split,
                                task.name(),
                                task.pair() ? "a second text" : "one text"));
            }
        }
    }
}
