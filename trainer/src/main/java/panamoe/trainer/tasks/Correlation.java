package panamoe.trainer.tasks;

import java.util.Arrays;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/**
 * Correlations of two equally long lists: 0 where one does not vary or there are fewer than two pairs, since such answers
 * tell nothing; NaN if one holds a value that is not finite.
 */
final class Correlation {

    private Correlation() {}

    /** Of the values. */
    static double pearson(double[] x, double[] y) {
        if (!isFinite(x) || !isFinite(y)) {
            return Double.NaN;
        }
        return varies(x) && varies(y) ? new PearsonsCorrelation().correlation(x, y) : 0;
    }

    /** Of the ranks, of equal values the mean rank. */
    static double spearman(double[] x, double[] y) {
        if (!isFinite(x) || !isFinite(y)) {
            return Double.NaN;
        }
        return varies(x) && varies(y) ? new SpearmansCorrelation().correlation(x, y) : 0;
    }

    private static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static boolean varies(double[] values) {
        return Arrays.stream(values).distinct().limit(2).count() == 2;
    }
}
