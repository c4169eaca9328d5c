package panamoe.trainer.tasks;

/**
 * The scores of a regression task, from {@code low} to {@code high}. Models are trained on scores scaled to -1..1, since a new head
 * predicts about 0, the middle of that scale.
 */
public record ScoreRange(double low, double high) {

    /** @throws IllegalArgumentException if {@code low >= high}, or if the width overflows single precision */
    public ScoreRange {
        if (!(low < high) || !Float.isFinite((float) (high - low))) {
            throw new IllegalArgumentException(
                    "score range " + low + " to " + high + ": expected low < high, and less than 3.4e38 between them");
        }
    }

    /** True if a score lies in the range, ends included. */
    public boolean contains(double score) {
        return low <= score && score <= high;
    }

    /** Maps a score from {@code low..high} to the scale -1..1. */
    public float scaled(double score) {
        return (float) (2 * (score - low) / (high - low) - 1);
    }

    /** Maps a number from the scale -1..1 back to a score: the inverse of {@link #scaled}. */
    public double unscaled(double scaled) {
        return low + (scaled + 1) / 2 * (high - low);
    }
}
