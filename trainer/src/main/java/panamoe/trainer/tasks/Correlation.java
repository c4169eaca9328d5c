package panamoe.trainer.tasks;

import java.util.Arrays;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/**
 * Correlations of two lists of the same length. A list of one value throughout, or of fewer than two values, has no correlation:
 * the result is 0. If a value is not finite, the result is NaN.
 */
final class Correlation {

    private Correlation() {}

    /** Pearson's correlation of the values. */
    static double pearson(double[] x, double[] y) {
        if (!isFinite(x) || !isFinite(y)) {
            return Double.NaN;
        }
        return varies(x) && varies(y) ? new PearsonsCorrelation().correlation(x, y) : 0;
    }

    /** Spearman's correlation of the ranks; equal values share their mean rank. */
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
