package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.RowKernels;
import panamoe.tensor.Tensor;

/** {@link RowKernels} as plain loops in double precision. */
interface ReferenceRows extends RowKernels {

    @Override
    default void softmax(Tensor x, Tensor y) {
        KernelChecks.softmax(DType.F64, x, y);
        Reals in = Reals.of(x);
        Reals out = Reals.of(y);
        for (int row = 0; row < in.rows(); row++) {
            softmaxRow(in, row, in.columns(), out);
        }
    }

    @Override
    default void softmaxBackward(Tensor y, Tensor gy, Tensor gx) {
        KernelChecks.softmaxBackward(DType.F64, y, gy, gx);
        Reals probability = Reals.of(y);
        Reals upstream = Reals.of(gy);
        Reals out = Reals.of(gx);
        for (int row = 0; row < out.rows(); row++) {
            double mean = 0;
            for (int column = 0; column < out.columns(); column++) {
                mean += upstream.get(row, column) * probability.get(row, column);
            }
            for (int column = 0; column < out.columns(); column++) {
                out.set(row, column, probability.get(row, column) * (upstream.get(row, column) - mean));
            }
        }
    }

    @Override
    default void layerNorm(Tensor x, Tensor gamma, Tensor beta, double eps, LayerNormResult out) {
        KernelChecks.layerNorm(DType.F64, x, gamma, beta, eps, out);
        Reals in = Reals.of(x);
        Reals scale = Reals.of(gamma);
        Reals shift = Reals.of(beta);
        Reals normalized = Reals.of(out.y());
        Reals means = Reals.of(out.mean());
        Reals rstds = Reals.of(out.rstd());
        int d = in.columns();
        for (int row = 0; row < in.rows(); row++) {
            double sum = 0;
            for (int column = 0; column < d; column++) {
                sum += in.get(row, column);
            }
            double mu = sum / d;
            double squares = 0;
            for (int column = 0; column < d; column++) {
                double centred = in.get(row, column) - mu;
                squares += centred * centred;
            }
            double r = 1 / Math.sqrt(squares / d + eps);
            for (int column = 0; column < d; column++) {
                normalized.set(row, column, (in.get(row, column) - mu) * r * scale.get(column) + shift.get(column));
            }
            means.set(row, mu);
            rstds.set(row, r);
        }
    }

    @Override
    default void layerNormBackward(
            Tensor x, Tensor gamma, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out) {
        KernelChecks.layerNormBackward(DType.F64, x, gamma, mean, rstd, gy, out);
        Reals in = Reals.of(x);
        Reals scale = Reals.of(gamma);
        Reals upstream = Reals.of(gy);
        Reals outX = Reals.of(out.x());
        Reals outGamma = Reals.of(out.gamma());
        Reals outBeta = Reals.of(out.beta());
        outGamma.clear();
        outBeta.clear();
        int d = in.columns();
        for (int row = 0; row < in.rows(); row++) {
            double mu = Reals.of(mean).get(row);
            double r = Reals.of(rstd).get(row);
            // with h = (x - mean) rstd and g = gy gamma: gx = rstd (g - mean(g) - h mean(g h))
            double meanG = 0;
            double meanGh = 0;
            for (int column = 0; column < d; column++) {
                double h = (in.get(row, column) - mu) * r;
                double g = upstream.get(row, column) * scale.get(column);
                meanG += g / d;
                meanGh += g * h / d;
                outGamma.set(column, outGamma.get(column) + upstream.get(row, column) * h);
                outBeta.set(column, outBeta.get(column) + upstream.get(row, column));
            }
            for (int column = 0; column < d; column++) {
                double h = (in.get(row, column) - mu) * r;
                double g = upstream.get(row, column) * scale.get(column);
                outX.set(row, column, r * (g - meanG - h * meanGh));
            }
        }
    }

    @Override
    default void crossEntropy(Tensor logits, Tensor labels, Tensor classes, Tensor losses, Tensor probs) {
        KernelChecks.crossEntropy(DType.F64, logits, labels, classes, losses, probs);
        Reals in = Reals.of(logits);
        Ints label = Ints.of(labels);
        Ints width = Ints.of(classes);
        IndexChecks.crossEntropy(Ints.host(labels), Ints.host(classes), in.columns());
        Reals loss = Reals.of(losses);
        Reals out = Reals.of(probs);
        out.clear();
        for (int row = 0; row < in.rows(); row++) {
            double logSum = softmaxRow(in, row, width.get(row), out);
            double max = max(in, row, width.get(row));
            int target = label.get(row);
            if (target < 0) {
                loss.set(row, 0);
            } else if (Double.isInfinite(max)) {
                loss.set(row, 0 - Math.log(out.get(row, target)));
            } else {
                // the difference first: rounding would remove the logarithm from a sum with a large maximum
                loss.set(row, logSum + (max - in.get(row, target)));
            }
        }
    }

    @Override
    default void crossEntropyBackward(Tensor probs, Tensor labels, Tensor gy, Tensor gx) {
        KernelChecks.crossEntropyBackward(DType.F64, probs, labels, gy, gx);
        IndexChecks.crossEntropyBackward(Ints.host(labels), probs.shape().columns());
        Reals probability = Reals.of(probs);
        Ints label = Ints.of(labels);
        Reals upstream = Reals.of(gy);
        Reals out = Reals.of(gx);
        out.clear();
        for (int row = 0; row < out.rows(); row++) {
            if (label.get(row) < 0) {
                continue;
            }
            for (int column = 0; column < out.columns(); column++) {
                double target = column == label.get(row) ? 1 : 0;
                out.set(row, column, upstream.get(row) * (probability.get(row, column) - target));
            }
        }
    }

    /**
     * Softmax of the row's first {@code width} elements. Returns {@code ln sum_j e^(x_j - max)}; NaN for an infinite
     * max, where the probabilities are the limit in {@link RowKernels#softmax}.
     */
    private static double softmaxRow(Reals in, int row, int width, Reals out) {
        double max = max(in, row, width);
        if (Double.isInfinite(max)) {
            int largest = 0;
            for (int column = 0; column < width; column++) {
                largest += in.get(row, column) == max ? 1 : 0;
            }
            for (int column = 0; column < width; column++) {
                out.set(row, column, largest > 1 ? Double.NaN : in.get(row, column) == max ? 1 : 0);
            }
            return Double.NaN;
        }
        double sum = 0;
        for (int column = 0; column < width; column++) {
            sum += Math.exp(in.get(row, column) - max);
        }
        for (int column = 0; column < width; column++) {
            out.set(row, column, Math.exp(in.get(row, column) - max) / sum);
        }
        return Math.log(sum);
    }

    private static double max(Reals in, int row, int width) {
        double max = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < width; column++) {
            max = Math.max(max, in.get(row, column));
        }
        return max;
    }
}
