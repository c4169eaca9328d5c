package panamoe.trainer.tasks;

/**
 * The scores of a regression task, from {@code low} to {@code high}. Models learn them on the scale from -1 to 1, whose middle
 * is what a new head answers.
 */
public record ScoreRange(double low, double high) {

    /** @throws IllegalArgumentException if it is empty, or wider than single precision has numbers for */
    public ScoreRange {
        if (!(low < high) || !Float.isFinite((float) (high - low))) {
            throw new IllegalArgumentException(
                    "score range " + low + " to " + high + ": expected low < high, and less than 3.4e38 between them");
        }
    }

    /** True if a score lies in it. */
    public boolean contains(double score) {
        return low <= score && score <= high;
    }

    /** A score on the scale that models learn. */
    public float scaled(double score) {
        return (float) (2 * (score - low) / (high - low) - 1);
    }

    /** The score behind a number on the scale that models learn: the inverse of {@link #scaled}. */
    public double unscaled(double scaled) {
        return low + (scaled + 1) / 2 * (high - low);
    }
}
