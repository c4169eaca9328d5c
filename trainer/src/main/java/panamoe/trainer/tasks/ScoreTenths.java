package panamoe.trainer.tasks;

/** The ten equal parts of a score range. They serve as the labels of a regression task where a method needs labels. */
public final class ScoreTenths {

    /** The number of parts. */
    public static final int COUNT = 10;

    private ScoreTenths() {}

    /** The index of the part that holds a score, 0 to 9; the highest score is in part 9. */
    public static int of(ScoreRange range, double score) {
        return (int) Math.min(COUNT - 1, COUNT * (score - range.low()) / (range.high() - range.low()));
    }
}
