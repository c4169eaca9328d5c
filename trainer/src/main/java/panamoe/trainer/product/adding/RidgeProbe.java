package panamoe.trainer.product.adding;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import panamoe.tensor.Check;
import panamoe.trainer.common.Plural;

/**
 * Measures how well a linear model predicts targets from features: by ridge regression with an intercept that is hardly penalised, and
 * leave-one-out validation in closed form. With {@code G = X X^T + lambda I}, the residual of example i is
 * {@code (G^-1 y)_i / (G^-1)_ii} (Rasmussen and Williams 2006, equation 5.12).
 */
final class RidgeProbe {

    /** With fewer examples, the fit without one of them has a single example, or none. */
    static final int LEAST_EXAMPLES = 3;

    /** The values of lambda that are tried, as multiples of the mean squared norm of the centred features. */
    private static final double[] PENALTIES = {0.01, 0.1, 1, 10};

    /** The square of the constant feature of the intercept, as a multiple of the same norm. */
    private static final double CONSTANT = 1000;

    private RidgeProbe() {}

    /**
     * The share of the targets' variance that is explained with the best penalty: 1 for all of it, 0 or less if the mean is as good.
     *
     * @param features {@code [n][d]}: d features of n examples
     * @param targets {@code [n][c]}
     * @throws IllegalArgumentException if there are fewer than {@link #LEAST_EXAMPLES} examples, or not as many targets
     */
    static double score(float[][] features, double[][] targets) {
        int n = features.length;
        Check.that(
                n >= LEAST_EXAMPLES && targets.length == n,
                "probe of " + Plural.of(n, "example") + " and " + Plural.of(targets.length, "target")
                        + ": expected as many, at least " + LEAST_EXAMPLES);
        RealMatrix x = centred(n, features[0].length, (i, j) -> features[i][j]);
        RealMatrix y = centred(n, targets[0].length, (i, j) -> targets[i][j]);
        RealMatrix products = x.multiplyTransposed(x);
        double mean = products.getTrace() / n;
        if (mean == 0) {
            return 0;
        }
        RealMatrix gram = products.scalarAdd(CONSTANT * mean);
        return DoubleStream.of(PENALTIES)
                .map(penalty -> score(gram, y, penalty * mean))
                .max()
                .orElseThrow();
    }

    private static double score(RealMatrix gram, RealMatrix y, double penalty) {
        int n = gram.getRowDimension();
        RealMatrix inverse = new CholeskyDecomposition(
                        gram.add(MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(penalty)))
                .getSolver()
                .getInverse();
        RealMatrix alpha = inverse.multiply(y);
        double unexplained = 0;
        double total = 0;
        // without features, an example is predicted by the mean of the others
        double withoutOne = n / (n - 1.0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < y.getColumnDimension(); j++) {
                double residual = alpha.getEntry(i, j) / inverse.getEntry(i, i);
                unexplained += residual * residual;
                double deviation = y.getEntry(i, j) * withoutOne;
                total += deviation * deviation;
            }
        }
        return total == 0 ? 0 : 1 - unexplained / total;
    }

    @FunctionalInterface
    private interface Entry {
        double of(int row, int column);
    }

    private static RealMatrix centred(int rows, int columns, Entry entry) {
        RealMatrix matrix = MatrixUtils.createRealMatrix(rows, columns);
        for (int j = 0; j < columns; j++) {
            int column = j;
            double mean = IntStream.range(0, rows)
                    .mapToDouble(i -> entry.of(i, column))
                    .average()
                    .orElseThrow();
            for (int i = 0; i < rows; i++) {
                matrix.setEntry(i, j, entry.of(i, j) - mean);
            }
        }
        return matrix;
    }
}
