package panamoe.trainer.tasks;

/** The tenths of a range of scores, which stand for labels where a regression task needs some. */
public final class ScoreTenths {

    /** How many there are. */
    public static final int COUNT = 10;

    private ScoreTenths() {}

    /** The tenth of a score, from 0; the highest score is in the last one. */
    public static int of(ScoreRange range, double score) {
        return (int) Math.min(COUNT - 1, COUNT * (score - range.low()) / (range.high() - range.low()));
    }
}
