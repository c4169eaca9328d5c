package panamoe.trainer.tasks;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;

/**
 * A task with its examples. Each split has a fixed random order, so any prefix of {@code train} is a random sample of it.
 *
 * @param task the task
 * @param train not empty
 * @param dev not empty
 * @param test not empty
 */
public record TaskData(
        Task task, ImmutableList<Example> train, ImmutableList<Example> dev, ImmutableList<Example> test) {

    /**
     * @throws IllegalArgumentException if a split is empty, or an example does not fit the labels, the range or the number of texts
     *     of the task
     */
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

    /** The number of examples of each label in a split: {@code int[classes]}. */
    public int[] labelCounts(Split split) {
        int[] counts = new int[task.classes()];
        examples(split).forEach(example -> counts[example.label()]++);
        return counts;
    }

    /**
     * The accuracy on a split of the constant prediction of the most frequent label of {@code train}, on ties the first label. A
     * model that ignores its input reaches it.
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
     * The best value of the main metric on a split for predictions that ignore the texts: the best constant label, or random
     * labels. It is 0 for correlations, which are 0 for such predictions.
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

    /** The mean score of the training examples of a regression task. */
    public double meanScore() {
        return train.sumOfDouble(Example::score) / train.size();
    }

    /** The root mean squared error on a split of the constant prediction {@link #meanScore}, in units of the score. */
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
