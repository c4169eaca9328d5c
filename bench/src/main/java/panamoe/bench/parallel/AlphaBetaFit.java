package panamoe.bench.parallel;

import java.util.List;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;
import panamoe.tensor.Check;

/**
 * The alpha and beta that fit measured times of one collective operation best: those with the least sum of the squares of the relative
 * errors. So a short time counts as much as a long one.
 *
 * @param times the measured times
 */
record AlphaBetaFit(AlphaBeta model, List<CollectiveTime> times) {

    private static final int UNKNOWNS = 2;

    /** Fits times of one operation, of at least two sizes. */
    static AlphaBetaFit of(List<CollectiveTime> times) {
        Check.that(
                times.stream().mapToInt(CollectiveTime::bytes).distinct().count() >= UNKNOWNS,
                () -> "a fit to " + times.size() + " times: expected times of at least " + UNKNOWNS + " sizes");
        double[] ones = new double[times.size()];
        double[][] terms = new double[times.size()][];
        for (int i = 0; i < ones.length; i++) {
            CollectiveTime time = times.get(i);
            // model / measured is to be 1
            ones[i] = 1;
            terms[i] = new double[] {
                time.collective().messages(time.processes()) / time.seconds(),
                time.collective().bytes(time.processes(), time.bytes()) / time.seconds()
            };
        }
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.setNoIntercept(true);
        regression.newSampleData(ones, terms);
        double[] fitted = regression.estimateRegressionParameters();
        return new AlphaBetaFit(new AlphaBeta(fitted[0], fitted[1]), List.copyOf(times));
    }

    /** The seconds that the model predicts for a measured time. */
    double seconds(CollectiveTime time) {
        return model.seconds(time.collective(), time.processes(), time.bytes());
    }

    /** The error of the model's time, as a fraction of the measured time; negative if the model is too fast. */
    double relativeError(CollectiveTime time) {
        return seconds(time) / time.seconds() - 1;
    }

    /** The mean of the absolute relative errors. */
    double meanError() {
        return errors().average().orElseThrow();
    }

    /** The largest absolute relative error. */
    double largestError() {
        return errors().max().orElseThrow();
    }

    private DoubleStream errors() {
        return times.stream().mapToDouble(time -> Math.abs(relativeError(time)));
    }
}
