package panamoe.trainer.product.adding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Rng;

class RidgeProbeTest {

    private static final int EXAMPLES = 60;
    private static final int WIDTH = 5;

    private static float[][] features() {
        Rng rng = new Rng(3);
        float[][] features = new float[EXAMPLES][WIDTH];
        for (int i = 0; i < EXAMPLES; i++) {
            double[] drawn = rng.normals(i, WIDTH, 0, 1);
            for (int j = 0; j < WIDTH; j++) {
                features[i][j] = (float) drawn[j];
            }
        }
        return features;
    }

    @Test
    void linearTargetsHaveAScoreOfOne() {
        float[][] features = features();
        double[][] targets = new double[EXAMPLES][];
        for (int i = 0; i < EXAMPLES; i++) {
            targets[i] = new double[] {2 * features[i][0] - features[i][3], features[i][1]};
        }
        assertThat(RidgeProbe.score(features, targets)).isCloseTo(1, within(0.01));
    }

    /** More features than examples fit anything, so an example must not be in the fit that predicts it. */
    @Test
    void randomTargetsHaveALowScore() {
        Rng rng = new Rng(9);
        float[][] features = new float[20][200];
        double[][] targets = new double[20][];
        for (int i = 0; i < 20; i++) {
            double[] drawn = rng.normals(i, 201, 0, 1);
            for (int j = 0; j < 200; j++) {
                features[i][j] = (float) drawn[j];
            }
            targets[i] = new double[] {drawn[200]};
        }
        assertThat(RidgeProbe.score(features, targets)).isLessThan(0.2);
    }

    @Test
    void constantFeaturesOrTargetsHaveAScoreOfZero() {
        assertThat(RidgeProbe.score(new float[4][3], new double[][] {{1}, {0}, {1}, {0}}))
                .isZero();
        assertThat(RidgeProbe.score(features(), new double[EXAMPLES][1])).isZero();
    }

    /** The oracle solves the normal equations once for each example that is left out. */
    @Test
    void theClosedFormEqualsLeaveOneOutFits() {
        Rng rng = new Rng(31);
        int n = 12;
        float[][] features = new float[n][2];
        double[][] targets = new double[n][1];
        for (int i = 0; i < n; i++) {
            double[] drawn = rng.normals(i, 3, 0, 1);
            features[i] = new float[] {(float) drawn[0], (float) drawn[1]};
            targets[i][0] = drawn[0] + drawn[2];
        }
        double best = Double.NEGATIVE_INFINITY;
        for (double penalty : new double[] {0.01, 0.1, 1, 10}) {
            best = Math.max(best, leaveOneOut(features, targets, penalty));
        }
        assertThat(RidgeProbe.score(features, targets)).isCloseTo(best, within(1e-9));
    }

    private static double leaveOneOut(float[][] x, double[][] y, double penalty) {
        int n = x.length;
        double[] mean = new double[2];
        double targetMean = 0;
        for (int i = 0; i < n; i++) {
            mean[0] += (double) x[i][0] / n;
            mean[1] += (double) x[i][1] / n;
            targetMean += y[i][0] / n;
        }
        double square = 0;
        for (float[] row : x) {
            square += (Math.pow(row[0] - mean[0], 2) + Math.pow(row[1] - mean[1], 2)) / n;
        }
        double constant = Math.sqrt(1000 * square);
        double missed = 0;
        double all = 0;
        for (int out = 0; out < n; out++) {
            RealMatrix rows = MatrixUtils.createRealMatrix(n - 1, 3);
            RealVector targets = new ArrayRealVector(n - 1);
            double others = 0;
            for (int i = 0; i < n; i++) {
                if (i != out) {
                    int row = i < out ? i : i - 1;
                    rows.setRow(row, new double[] {x[i][0] - mean[0], x[i][1] - mean[1], constant});
                    targets.setEntry(row, y[i][0] - targetMean);
                    others += (y[i][0] - targetMean) / (n - 1);
                }
            }
            RealMatrix normal = rows.transposeMultiply(rows)
                    .add(MatrixUtils.createRealIdentityMatrix(3).scalarMultiply(penalty * square));
            RealVector weights = new LUDecomposition(normal)
                    .getSolver()
                    .solve(rows.transpose().operate(targets));
            double predicted = weights.dotProduct(
                    new ArrayRealVector(new double[] {x[out][0] - mean[0], x[out][1] - mean[1], constant}));
            missed += Math.pow(y[out][0] - targetMean - predicted, 2);
            all += Math.pow(y[out][0] - targetMean - others, 2);
        }
        return 1 - missed / all;
    }
}
