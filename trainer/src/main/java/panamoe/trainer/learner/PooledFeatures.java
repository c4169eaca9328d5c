package panamoe.trainer.learner;

import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;

/**
 * Features of one task after pooling, one row per example, computed before: where nothing below the heads changes, only the
 * heads remain to be run.
 *
 * @param task the task's slot
 * @param train of the training examples, null where there is none
 * @param evaluation of the examples of {@code split}
 */
public record PooledFeatures(int task, int width, float[][] train, Split split, float[][] evaluation)
        implements SequenceSource {

    private static final int[] NO_TOKEN = {-1};

    @Override
    public float[] rows(int task, Split split, int example) {
        float[][] features = split == Split.TRAIN ? train : evaluation;
        if (task != this.task || split != Split.TRAIN && split != this.split || features[example] == null) {
            throw new IllegalArgumentException("no features of example " + example + " of " + split + ", task " + task);
        }
        return features[example];
    }

    @Override
    public int[] tokens(int task, Split split, int example) {
        return NO_TOKEN;
    }
}
