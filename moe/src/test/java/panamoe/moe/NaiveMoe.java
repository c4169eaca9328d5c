package panamoe.moe;

import java.util.Arrays;
import panamoe.tensor.Erf;

/**
 * The layer written token by token in double precision, straight from the formulas: the oracle of {@link MoeLayer}. The
 * quantities that the layer treats as constants come from a first run: the divisor of {@link Weighting#UNIT} and the
 * shares of choices in the balance loss. Finite differences of {@link #loss} then equal the gradients.
 */
final class NaiveMoe {

    /** Tasks, rows, width, hidden size, experts, choices. */
    record Sizes(int tasks, int rows, int d, int hidden, int experts, int k) {}

    /** Everything that is differentiated; gate weights and biases have one entry if the gate is shared. */
    record Values(
            double[] x, double[] gateWeight, double[] gateBias, double[] w1, double[] b1, double[] w2, double[] b2) {

        double[][] all() {
            return new double[][] {x, gateWeight, gateBias, w1, b1, w2, b2};
        }
    }

    /** The results of one run. */
    record Result(double[] y, double[][] probabilities, int[][] chosen, double[] logSumExp) {}

    private final Sizes sizes;
    private final int[] task;
    private final boolean shared;
    private final Weighting weighting;

    NaiveMoe(Sizes sizes, int[] task, boolean shared, Weighting weighting) {
        this.sizes = sizes;
        this.task = task;
        this.shared = shared;
        this.weighting = weighting;
    }

    Result run(Values v, double[][] unitDivisor) {
        double[] y = new double[sizes.rows * sizes.d];
        double[][] probabilities = new double[sizes.rows][];
        int[][] chosen = new int[sizes.rows][];
        double[] logSumExp = new double[sizes.rows];
        for (int r = 0; r < sizes.rows; r++) {
            if (task[r] < 0) {
                continue;
            }
            double[] row = Arrays.copyOfRange(v.x, r * sizes.d, (r + 1) * sizes.d);
            double[] logits = logits(v, row, shared ? 0 : task[r]);
            double sum = Arrays.stream(logits).map(Math::exp).sum();
            logSumExp[r] = Math.log(sum);
            double[] p = Arrays.stream(logits).map(l -> Math.exp(l) / sum).toArray();
            probabilities[r] = p;
            chosen[r] = largest(p);
            double chosenSum = Arrays.stream(chosen[r]).mapToDouble(e -> p[e]).sum();
            for (int e : chosen[r]) {
                double weight = switch (weighting) {
                    case UNIT -> p[e] / (unitDivisor == null ? p[e] : unitDivisor[r][e]);
                    case RENORMALIZED -> p[e] / chosenSum;
                    case PROBABILITY -> p[e];
                };
                double[] out = expert(v, e, row);
                for (int j = 0; j < sizes.d; j++) {
                    y[r * sizes.d + j] += weight * out[j];
                }
            }
        }
        return new Result(y, probabilities, chosen, logSumExp);
    }

    /** {@code sum(y * direction) + balance * (E sum f P) + z * mean(logSumExp^2)}. */
    double loss(Values v, Result constants, double[] direction, double balance, double z) {
        Result now = run(v, constants.probabilities);
        double loss = 0;
        for (int i = 0; i < direction.length; i++) {
            loss += now.y[i] * direction[i];
        }
        double[] f = new double[sizes.experts];
        double[] mean = new double[sizes.experts];
        double squares = 0;
        int real = 0;
        for (int r = 0; r < sizes.rows; r++) {
            if (task[r] < 0) {
                continue;
            }
            real++;
            for (int e : constants.chosen[r]) {
                f[e]++;
            }
            for (int e = 0; e < sizes.experts; e++) {
                mean[e] += now.probabilities[r][e];
            }
            squares += now.logSumExp[r] * now.logSumExp[r];
        }
        for (int e = 0; e < sizes.experts; e++) {
            loss += balance * sizes.experts * f[e] / (real * sizes.k) * mean[e] / real;
        }
        return loss + z * squares / real;
    }

    private double[] logits(Values v, double[] row, int gate) {
        double[] out = new double[sizes.experts];
        for (int e = 0; e < sizes.experts; e++) {
            out[e] = v.gateBias[gate * sizes.experts + e];
            for (int i = 0; i < sizes.d; i++) {
                out[e] += row[i] * v.gateWeight[(gate * sizes.d + i) * sizes.experts + e];
            }
        }
        return out;
    }

    private int[] largest(double[] p) {
        int[] out = new int[sizes.k];
        boolean[] taken = new boolean[p.length];
        for (int j = 0; j < sizes.k; j++) {
            int best = -1;
            for (int e = 0; e < p.length; e++) {
                if (!taken[e] && (best < 0 || p[e] > p[best])) {
                    best = e;
                }
            }
            taken[best] = true;
            out[j] = best;
        }
        return out;
    }

    private double[] expert(Values v, int e, double[] row) {
        double[] out = Arrays.copyOfRange(v.b2, e * sizes.d, (e + 1) * sizes.d);
        for (int h = 0; h < sizes.hidden; h++) {
            double u = v.b1[e * sizes.hidden + h];
            for (int i = 0; i < sizes.d; i++) {
                u += row[i] * v.w1[(e * sizes.d + i) * sizes.hidden + h];
            }
            double g = u * (1 + Erf.erf(u / Math.sqrt(2))) / 2;
            for (int j = 0; j < sizes.d; j++) {
                out[j] += g * v.w2[(e * sizes.hidden + h) * sizes.d + j];
            }
        }
        return out;
    }
}
