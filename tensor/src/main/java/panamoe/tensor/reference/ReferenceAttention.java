package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.Tensor;

/** Attention of {@link SegmentKernels} as plain loops in double precision. */
interface ReferenceAttention extends SegmentKernels {

    @Override
    default void attention(Tensor q, Tensor k, Tensor v, Tensor offsets, int heads, Tensor y, Tensor logSumExp) {
        KernelChecks.attention(DType.F64, q, k, v, offsets, heads, y, logSumExp);
        Ints begins = Ints.of(offsets);
        begins.checkOffsets("attention", "offsets", q.shape().rows());
        Reals query = Reals.of(q);
        Reals key = Reals.of(k);
        Reals value = Reals.of(v);
        Reals out = Reals.of(y);
        Reals logSums = Reals.of(logSumExp);
        out.clear();
        logSums.clear();
        int width = query.columns() / heads;
        for (int segment = 0; segment < begins.size() - 1; segment++) {
            int from = begins.get(segment);
            int to = begins.get(segment + 1);
            for (int head = 0; head < heads; head++) {
                for (int i = from; i < to; i++) {
                    double[] scores = new double[to - from];
                    double max = Double.NEGATIVE_INFINITY;
                    for (int j = from; j < to; j++) {
                        scores[j - from] = dot(query, i, key, j, head * width, width) / Math.sqrt(width);
                        max = Math.max(max, scores[j - from]);
                    }
                    double sum = 0;
                    for (double score : scores) {
                        sum += Math.exp(score - max);
                    }
                    logSums.set(i, head, max + Math.log(sum));
                    for (int j = from; j < to; j++) {
                        double probability = Math.exp(scores[j - from] - max) / sum;
                        addScaled(out, i, probability, value, j, head * width, width);
                    }
                }
            }
        }
    }

    @Override
    default void attentionBackward(
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor y,
            Tensor logSumExp,
            Tensor gy,
            Tensor offsets,
            int heads,
            Tensor gq,
            Tensor gk,
            Tensor gv) {
        KernelChecks.attentionBackward(DType.F64, q, k, v, y, logSumExp, gy, offsets, heads, gq, gk, gv);
        Ints begins = Ints.of(offsets);
        begins.checkOffsets("attentionBackward", "offsets", q.shape().rows());
        Reals query = Reals.of(q);
        Reals key = Reals.of(k);
        Reals value = Reals.of(v);
        Reals output = Reals.of(y);
        Reals upstream = Reals.of(gy);
        Reals outQuery = Reals.of(gq);
        Reals outKey = Reals.of(gk);
        Reals outValue = Reals.of(gv);
        outQuery.clear();
        outKey.clear();
        outValue.clear();
        int width = query.columns() / heads;
        double scale = 1 / Math.sqrt(width);
        for (int segment = 0; segment < begins.size() - 1; segment++) {
            for (int head = 0; head < heads; head++) {
                int column = head * width;
                for (int i = begins.get(segment); i < begins.get(segment + 1); i++) {
                    // sum_j p_ij (gy_i v_j) = gy_i y_i: the mean that the softmax's gradient takes out
                    double mean = dot(upstream, i, output, i, column, width);
                    for (int j = begins.get(segment); j < begins.get(segment + 1); j++) {
                        double score = dot(query, i, key, j, column, width) * scale;
                        double probability =
                                Math.exp(score - Reals.of(logSumExp).get(i, head));
                        double gradScore = probability * (dot(upstream, i, value, j, column, width) - mean);
                        addScaled(outQuery, i, gradScore * scale, key, j, column, width);
                        addScaled(outKey, j, gradScore * scale, query, i, column, width);
                        addScaled(outValue, j, probability, upstream, i, column, width);
                    }
                }
            }
        }
    }

    /** The dot product of row i of a and row j of b over the columns of one head. */
    private static double dot(Reals a, int i, Reals b, int j, int column, int width) {
        double sum = 0;
        for (int c = column; c < column + width; c++) {
            sum += a.get(i, c) * b.get(j, c);
        }
        return sum;
    }

    /** Adds {@code factor} times row j of x to row i of y over the columns of one head. */
    private static void addScaled(Reals y, int i, double factor, Reals x, int j, int column, int width) {
        for (int c = column; c < column + width; c++) {
            y.add(i, c, factor * x.get(j, c));
        }
    }
}
