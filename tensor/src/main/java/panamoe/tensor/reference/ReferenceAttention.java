package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.Tensor;

/** Attention of {@link SegmentKernels} as plain loops in double precision. */
interface ReferenceAttention extends SegmentKernels {

    @Override
    default void attention(Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor normalizers) {
        KernelChecks.attention(DType.F64, qkv, offsets, heads, y, normalizers);
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets("attention", Ints.host(offsets), qkv.shape().rows());
        Reals x = Reals.of(qkv);
        Reals out = Reals.of(y);
        Reals kept = Reals.of(normalizers);
        out.clear();
        kept.clear();
        int d = out.columns();
        int width = d / heads;
        double scale = 1 / Math.sqrt(width);
        for (int segment = 0; segment < begins.size() - 1; segment++) {
            int from = begins.get(segment);
            int to = begins.get(segment + 1);
            for (int head = 0; head < heads; head++) {
                int query = head * width;
                int key = d + query;
                int value = 2 * d + query;
                for (int i = from; i < to; i++) {
                    double[] scores = new double[to - from];
                    double max = Double.NEGATIVE_INFINITY;
                    for (int j = from; j < to; j++) {
                        scores[j - from] = dot(x, i, query, x, j, key, width);
                        max = Math.max(max, scores[j - from]);
                    }
                    double sum = 0;
                    for (double score : scores) {
                        sum += Math.exp(scale * (score - max));
                    }
                    kept.set(i, head, max);
                    kept.set(i, heads + head, Math.log(sum));
                    for (int j = from; j < to; j++) {
                        double probability = Math.exp(scale * (scores[j - from] - max)) / sum;
                        addScaled(out, i, head * width, probability, x, j, value, width);
                    }
                }
            }
        }
    }

    @Override
    default void attentionBackward(Tensor qkv, Tensor normalizers, Tensor gy, Tensor offsets, int heads, Tensor gqkv) {
        KernelChecks.attentionBackward(DType.F64, qkv, normalizers, gy, offsets, heads, gqkv);
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets("attentionBackward", Ints.host(offsets), qkv.shape().rows());
        Reals x = Reals.of(qkv);
        Reals kept = Reals.of(normalizers);
        Reals upstream = Reals.of(gy);
        Reals gx = Reals.of(gqkv);
        gx.clear();
        int d = upstream.columns();
        int width = d / heads;
        double scale = 1 / Math.sqrt(width);
        for (int segment = 0; segment < begins.size() - 1; segment++) {
            int from = begins.get(segment);
            int to = begins.get(segment + 1);
            for (int head = 0; head < heads; head++) {
                int out = head * width;
                int query = head * width;
                int key = d + query;
                int value = 2 * d + query;
                for (int i = from; i < to; i++) {
                    double[] probabilities = new double[to - from];
                    double[] gradients = new double[to - from]; // of the probabilities
                    double mean = 0;
                    for (int j = from; j < to; j++) {
                        double score = dot(x, i, query, x, j, key, width);
                        probabilities[j - from] =
                                Math.exp(scale * (score - kept.get(i, head)) - kept.get(i, heads + head));
                        gradients[j - from] = dot(upstream, i, out, x, j, value, width);
                        mean += probabilities[j - from] * gradients[j - from];
                    }
                    for (int j = from; j < to; j++) {
                        double gradScore = probabilities[j - from] * (gradients[j - from] - mean);
                        addScaled(gx, i, query, gradScore * scale, x, j, key, width);
                        addScaled(gx, j, key, gradScore * scale, x, i, query, width);
                        addScaled(gx, j, value, probabilities[j - from], upstream, i, out, width);
                    }
                }
            }
        }
    }

    /** The dot product of {@code width} elements of row i of a from column p and of row j of b from column q. */
    private static double dot(Reals a, int i, int p, Reals b, int j, int q, int width) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += a.get(i, p + c) * b.get(j, q + c);
        }
        return sum;
    }

    /** Adds {@code factor} times {@code width} elements of row j of x from column q to those of row i of y from column p. */
    private static void addScaled(Reals y, int i, int p, double factor, Reals x, int j, int q, int width) {
        for (int c = 0; c < width; c++) {
            y.add(i, p + c, factor * x.get(j, q + c));
        }
    }
}
