package panamoe.trainer.learner;

import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;

/**
 * Precomputed pooled features of one task, one row per example. While only the heads are trained, the layers below them need not
 * run again.
 *
 * @param task the task's slot
 * @param width the number of features per row, d
 * @param train {@code float[examples][width]} of the training examples; null for an example without features
 * @param split the split of {@code evaluation}
 * @param evaluation {@code float[examples][width]} of the examples of {@code split}
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
