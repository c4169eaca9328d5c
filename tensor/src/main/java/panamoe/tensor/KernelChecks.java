package panamoe.tensor;

/**
 * Input checks of all kernels of the SPI, shared by all backends: types, shapes, scalar arguments, and that no output
 * shares an element with another tensor of the call. There is one method per kernel, or per family of kernels with the
 * same signature; a kernel calls it first. {@link IndexChecks} checks the values of integer tensors.
 *
 * <p>All methods throw {@link IllegalArgumentException} with one line that names the kernel, the tensor and what was
 * expected. {@code floats} is the backend's {@link Backend#floatType}.
 */
public final class KernelChecks {

    private KernelChecks() {}

    // ---- elementwise

    /** {@link ElementwiseKernels#fill}. */
    public static void fill(DType floats, double value, Tensor y) {
        if (y.dtype() == DType.I32) {
            Check.that(value == (int) value, () -> "fill: value " + value + " for " + y + ", expected an integer");
        } else {
            Check.dtype("fill", "y", y, floats);
        }
    }

    /** {@link ElementwiseKernels#copy}. */
    public static void copy(DType floats, Tensor x, Tensor y) {
        if (x.dtype() != DType.I32) {
            Check.dtype("copy", "x", x, floats);
        }
        Check.dtype("copy", "y", y, x.dtype());
        Check.size("copy", "y", y, x.size());
        disjoint("copy", "y", y, x);
    }

    /** {@link ElementwiseKernels#add}, sub, mul and div. */
    public static void binary(String kernel, DType floats, Tensor a, Tensor b, Tensor y) {
        Check.dtype(kernel, "a", a, floats);
        Check.dtype(kernel, "b", b, floats);
        Check.dtype(kernel, "y", y, floats);
        stretch(kernel, "a", a, "y", y);
        stretch(kernel, "b", b, "y", y);
        disjoint(kernel, "y", y, a, b);
    }

    /** The kernels that map each element of x to one of y: {@link ElementwiseKernels#exp} and the like, axpy, affine. */
    public static void unary(String kernel, DType floats, Tensor x, Tensor y) {
        Check.dtype(kernel, "x", x, floats);
        Check.dtype(kernel, "y", y, floats);
        Check.size(kernel, "y", y, x.size());
        disjoint(kernel, "y", y, x);
    }

    /** {@link ElementwiseKernels#reluBackward} and geluBackward. */
    public static void unaryBackward(String kernel, DType floats, Tensor x, Tensor gy, Tensor gx) {
        Check.dtype(kernel, "x", x, floats);
        Check.dtype(kernel, "gy", gy, floats);
        Check.dtype(kernel, "gx", gx, floats);
        Check.size(kernel, "gy", gy, x.size());
        Check.size(kernel, "gx", gx, x.size());
        disjoint(kernel, "gx", gx, x, gy);
    }

    // ---- reductions

    /** {@link ReductionKernels#sumTo}. */
    public static void sumTo(DType floats, Tensor x, Tensor y) {
        Check.dtype("sumTo", "x", x, floats);
        Check.dtype("sumTo", "y", y, floats);
        stretch("sumTo", "y", y, "x", x);
        disjoint("sumTo", "y", y, x);
    }

    /** {@link ReductionKernels#sumSquares}. */
    public static void sumSquares(DType floats, Tensor x, Tensor y) {
        Check.dtype("sumSquares", "x", x, floats);
        vector("sumSquares", "y", y, floats, 1);
        disjoint("sumSquares", "y", y, x);
    }

    /** {@link ReductionKernels#logSumExp}. */
    public static void logSumExp(DType floats, Tensor x, Tensor y) {
        Check.dtype("logSumExp", "x", x, floats);
        atLeastOneColumn("logSumExp", "x", x);
        vector("logSumExp", "y", y, floats, rows(x));
        disjoint("logSumExp", "y", y, x);
    }

    // ---- rows

    /** {@link RowKernels#softmax}. */
    public static void softmax(DType floats, Tensor x, Tensor y) {
        Check.dtype("softmax", "x", x, floats);
        matrix("softmax", "y", y, floats, rows(x), columns(x));
        disjoint("softmax", "y", y, x);
    }

    /** {@link RowKernels#softmaxBackward}. */
    public static void softmaxBackward(DType floats, Tensor y, Tensor gy, Tensor gx) {
        Check.dtype("softmaxBackward", "y", y, floats);
        matrix("softmaxBackward", "gy", gy, floats, rows(y), columns(y));
        matrix("softmaxBackward", "gx", gx, floats, rows(y), columns(y));
        disjoint("softmaxBackward", "gx", gx, y, gy);
    }

    /** {@link RowKernels#layerNorm}. */
    public static void layerNorm(
            DType floats, Tensor x, Tensor gamma, Tensor beta, double eps, RowKernels.LayerNormResult out) {
        normalization("layerNorm", floats, x, gamma, beta, eps, out);
    }

    private static void normalization(
            String kernel,
            DType floats,
            Tensor x,
            Tensor gamma,
            Tensor beta,
            double eps,
            RowKernels.LayerNormResult out) {
        Tensor y = out.y();
        Tensor mean = out.mean();
        Tensor rstd = out.rstd();
        Check.dtype(kernel, "x", x, floats);
        atLeastOneColumn(kernel, "x", x);
        vector(kernel, "gamma", gamma, floats, columns(x));
        vector(kernel, "beta", beta, floats, columns(x));
        Check.that(eps >= 0, () -> kernel + ": eps " + eps + ", expected at least 0");
        matrix(kernel, "y", y, floats, rows(x), columns(x));
        vector(kernel, "mean", mean, floats, rows(x));
        vector(kernel, "rstd", rstd, floats, rows(x));
        disjoint(kernel, "y", y, x, gamma, beta, mean);
        disjoint(kernel, "y", y, rstd);
        disjoint(kernel, "mean", mean, x, gamma, beta, rstd);
        disjoint(kernel, "rstd", rstd, x, gamma, beta);
    }

    /** {@link RowKernels#layerNormBackward} and {@link FusedKernels#layerNormBackwardAdd}. */
    public static void layerNormBackward(
            DType floats,
            Tensor x,
            Tensor gamma,
            Tensor mean,
            Tensor rstd,
            Tensor gy,
            RowKernels.LayerNormGradients out) {
        Tensor gx = out.x();
        Tensor ggamma = out.gamma();
        Tensor gbeta = out.beta();
        String kernel = "layerNormBackward";
        Check.dtype(kernel, "x", x, floats);
        atLeastOneColumn(kernel, "x", x);
        vector(kernel, "gamma", gamma, floats, columns(x));
        vector(kernel, "mean", mean, floats, rows(x));
        vector(kernel, "rstd", rstd, floats, rows(x));
        matrix(kernel, "gy", gy, floats, rows(x), columns(x));
        matrix(kernel, "gx", gx, floats, rows(x), columns(x));
        vector(kernel, "ggamma", ggamma, floats, columns(x));
        vector(kernel, "gbeta", gbeta, floats, columns(x));
        disjoint(kernel, "gx", gx, x, gamma, mean, rstd);
        disjoint(kernel, "gx", gx, gy, ggamma, gbeta);
        disjoint(kernel, "ggamma", ggamma, x, gamma, mean, rstd);
        disjoint(kernel, "ggamma", ggamma, gy, gbeta);
        disjoint(kernel, "gbeta", gbeta, x, gamma, mean, rstd);
        disjoint(kernel, "gbeta", gbeta, gy);
    }

    /** {@link RowKernels#crossEntropy}. */
    public static void crossEntropy(
            DType floats, Tensor logits, Tensor labels, Tensor classes, Tensor losses, Tensor probs) {
        String kernel = "crossEntropy";
        Check.dtype(kernel, "logits", logits, floats);
        atLeastOneColumn(kernel, "logits", logits);
        vector(kernel, "labels", labels, DType.I32, rows(logits));
        vector(kernel, "classes", classes, DType.I32, rows(logits));
        vector(kernel, "losses", losses, floats, rows(logits));
        matrix(kernel, "probs", probs, floats, rows(logits), columns(logits));
        disjoint(kernel, "losses", losses, logits, probs);
        disjoint(kernel, "probs", probs, logits);
    }

    /** {@link RowKernels#crossEntropyBackward}. */
    public static void crossEntropyBackward(DType floats, Tensor probs, Tensor labels, Tensor gy, Tensor gx) {
        String kernel = "crossEntropyBackward";
        Check.dtype(kernel, "probs", probs, floats);
        vector(kernel, "labels", labels, DType.I32, rows(probs));
        vector(kernel, "gy", gy, floats, rows(probs));
        matrix(kernel, "gx", gx, floats, rows(probs), columns(probs));
        disjoint(kernel, "gx", gx, probs, gy);
    }

    // ---- matrix products

    /** {@link MatrixKernels#gemm(double, Tensor, boolean, Tensor, boolean, double, Tensor)}. */
    public static void gemm(DType floats, Tensor a, boolean transA, Tensor b, boolean transB, Tensor c) {
        Check.dtype("gemm", "a", a, floats);
        int m = transA ? columns(a) : rows(a);
        int k = transA ? rows(a) : columns(a);
        int n = transB ? rows(b) : columns(b);
        matrix("gemm", "b", b, floats, transB ? n : k, transB ? k : n);
        matrix("gemm", "c", c, floats, m, n);
        disjoint("gemm", "c", c, a, b);
    }

    /** {@link MatrixKernels#groupedGemm}. */
    public static void groupedGemm(DType floats, Tensor x, Tensor w, boolean transW, Tensor offsets, Tensor y) {
        String kernel = "groupedGemm";
        Check.dtype(kernel, "x", x, floats);
        Check.dtype(kernel, "w", w, floats);
        Check.rank(kernel, "w", w, 3);
        int groups = w.shape().dim(0);
        int h = w.shape().dim(transW ? 1 : 2);
        matrices(kernel, "w", w, groups, transW ? h : columns(x), transW ? columns(x) : h);
        vector(kernel, "offsets", offsets, DType.I32, groups + 1);
        matrix(kernel, "y", y, floats, rows(x), h);
        disjoint(kernel, "y", y, x, w);
    }

    /** {@link MatrixKernels#groupedGemmWeightGradient}. */
    public static void groupedGemmWeightGradient(DType floats, Tensor x, Tensor gy, Tensor offsets, Tensor gw) {
        String kernel = "groupedGemmWeightGradient";
        Check.dtype(kernel, "x", x, floats);
        matrix(kernel, "gy", gy, floats, rows(x), columns(gy));
        Check.dtype(kernel, "gw", gw, floats);
        Check.rank(kernel, "gw", gw, 3);
        matrices(kernel, "gw", gw, gw.shape().dim(0), columns(x), columns(gy));
        vector(kernel, "offsets", offsets, DType.I32, gw.shape().dim(0) + 1);
        disjoint(kernel, "gw", gw, x, gy);
    }

    // ---- segments

    /** {@link SegmentKernels#segmentSum} and segmentMean. */
    public static void segmentReduce(String kernel, DType floats, Tensor x, Tensor offsets, Tensor y) {
        Check.dtype(kernel, "x", x, floats);
        matrix(kernel, "y", y, floats, segments(kernel, offsets), columns(x));
        disjoint(kernel, "y", y, x);
    }

    /** {@link SegmentKernels#segmentMeanBackward}. */
    public static void segmentMeanBackward(DType floats, Tensor gy, Tensor offsets, Tensor gx) {
        String kernel = "segmentMeanBackward";
        matrix(kernel, "gy", gy, floats, segments(kernel, offsets), columns(gy));
        matrix(kernel, "gx", gx, floats, rows(gx), columns(gy));
        disjoint(kernel, "gx", gx, gy);
    }

    /** {@link SegmentKernels#addSegmentBias}. */
    public static void addSegmentBias(DType floats, Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        segmentBias("addSegmentBias", floats, x, bias, offsets, y);
    }

    private static void segmentBias(String kernel, DType floats, Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        Check.dtype(kernel, "x", x, floats);
        matrix(kernel, "bias", bias, floats, segments(kernel, offsets), columns(x));
        matrix(kernel, "y", y, floats, rows(x), columns(x));
        disjoint(kernel, "y", y, x, bias);
    }

    /** {@link SegmentKernels#segmentFractions}. */
    public static void segmentFractions(DType floats, Tensor offsets, Tensor y) {
        vector("segmentFractions", "y", y, floats, segments("segmentFractions", offsets));
    }

    /** {@link SegmentKernels#attention}. */
    public static void attention(DType floats, Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor normalizers) {
        String kernel = "attention";
        int d = attentionWidth(kernel, floats, qkv, heads);
        segments(kernel, offsets);
        matrix(kernel, "y", y, floats, rows(qkv), d);
        matrix(kernel, "normalizers", normalizers, floats, rows(qkv), 2 * heads);
        disjoint(kernel, "y", y, qkv, normalizers);
        disjoint(kernel, "normalizers", normalizers, qkv);
    }

    /** {@link SegmentKernels#attentionBackward}. */
    public static void attentionBackward(
            DType floats, Tensor qkv, Tensor normalizers, Tensor gy, Tensor offsets, int heads, Tensor gqkv) {
        String kernel = "attentionBackward";
        int d = attentionWidth(kernel, floats, qkv, heads);
        matrix(kernel, "normalizers", normalizers, floats, rows(qkv), 2 * heads);
        matrix(kernel, "gy", gy, floats, rows(qkv), d);
        segments(kernel, offsets);
        matrix(kernel, "gqkv", gqkv, floats, rows(qkv), columns(qkv));
        disjoint(kernel, "gqkv", gqkv, qkv, normalizers, gy);
    }

    // ---- indices

    /** {@link IndexKernels#gatherRows}. */
    public static void gatherRows(DType floats, Tensor x, Tensor index, Tensor y) {
        Check.dtype("gatherRows", "x", x, floats);
        Check.dtype("gatherRows", "index", index, DType.I32);
        matrix("gatherRows", "y", y, floats, index.size(), columns(x));
        disjoint("gatherRows", "y", y, x);
    }

    /** {@link IndexKernels#scatterAddRows}. */
    public static void scatterAddRows(DType floats, Tensor x, Tensor index, Tensor y) {
        Check.dtype("scatterAddRows", "x", x, floats);
        vector("scatterAddRows", "index", index, DType.I32, rows(x));
        matrix("scatterAddRows", "y", y, floats, rows(y), columns(x));
        disjoint("scatterAddRows", "y", y, x);
    }

    /** {@link IndexKernels#gatherColumns}. */
    public static void gatherColumns(DType floats, Tensor x, Tensor index, Tensor y) {
        Check.dtype("gatherColumns", "x", x, floats);
        matrix("gatherColumns", "index", index, DType.I32, rows(x), columns(index));
        matrix("gatherColumns", "y", y, floats, rows(x), columns(index));
        disjoint("gatherColumns", "y", y, x);
    }

    /** {@link IndexKernels#scatterAddColumns}. */
    public static void scatterAddColumns(DType floats, Tensor x, Tensor index, Tensor y) {
        Check.dtype("scatterAddColumns", "x", x, floats);
        matrix("scatterAddColumns", "index", index, DType.I32, rows(x), columns(x));
        matrix("scatterAddColumns", "y", y, floats, rows(x), columns(y));
        disjoint("scatterAddColumns", "y", y, x);
    }

    /** {@link IndexKernels#topK}. */
    public static void topK(DType floats, Tensor x, Tensor index) {
        Check.dtype("topK", "x", x, floats);
        matrix("topK", "index", index, DType.I32, rows(x), columns(index));
        int k = columns(index);
        Check.that(k >= 1 && k <= columns(x), () -> "topK: k " + k + " of x " + x + ", expected 1.." + columns(x));
    }

    /** {@link IndexKernels#maskIndex}. */
    public static void maskIndex(Tensor index, Tensor valid, Tensor y) {
        Check.dtype("maskIndex", "index", index, DType.I32);
        vector("maskIndex", "valid", valid, DType.I32, rows(index));
        matrix("maskIndex", "y", y, DType.I32, rows(index), columns(index));
        disjoint("maskIndex", "y", y, index, valid);
    }

    /** {@link IndexKernels#floorDivide}. */
    public static void floorDivide(Tensor x, int divisor, Tensor y) {
        Check.dtype("floorDivide", "x", x, DType.I32);
        Check.that(divisor >= 1, () -> "floorDivide: divisor " + divisor + ", expected at least 1");
        vector("floorDivide", "y", y, DType.I32, x.size());
        disjoint("floorDivide", "y", y, x);
    }

    /** {@link IndexKernels#countingSort}. */
    public static void countingSort(Tensor keys, Tensor order, Tensor offsets) {
        Check.dtype("countingSort", "keys", keys, DType.I32);
        vector("countingSort", "order", order, DType.I32, keys.size());
        segments("countingSort", offsets);
        disjoint("countingSort", "order", order, keys, offsets);
        disjoint("countingSort", "offsets", offsets, keys);
    }

    /** {@link IndexKernels#invertPermutation}. */
    public static void invertPermutation(Tensor order, Tensor inverse) {
        Check.dtype("invertPermutation", "order", order, DType.I32);
        vector("invertPermutation", "inverse", inverse, DType.I32, order.size());
        disjoint("invertPermutation", "inverse", inverse, order);
    }

    /** {@link IndexKernels#countPairs}. */
    public static void countPairs(Tensor a, Tensor b, Tensor counts) {
        Check.dtype("countPairs", "a", a, DType.I32);
        matrix("countPairs", "b", b, DType.I32, a.size(), columns(b));
        Check.dtype("countPairs", "counts", counts, DType.I32);
        Check.rank("countPairs", "counts", counts, 2);
        disjoint("countPairs", "counts", counts, a, b);
    }

    // ---- training

    /** {@link TrainingKernels#dropout}. */
    public static void dropout(DType floats, Tensor x, double rate, Tensor key, Tensor y) {
        unary("dropout", floats, x, y);
        Check.that(rate >= 0 && rate < 1, () -> "dropout: rate " + rate + ", expected 0 <= rate < 1");
        vector("dropout", "key", key, DType.I32, 3);
    }

    /** {@link TrainingKernels#clipFactor}. */
    public static void clipFactor(DType floats, Tensor gradients, double maxNorm, Tensor y) {
        Check.dtype("clipFactor", "gradients", gradients, floats);
        Check.that(maxNorm > 0, () -> "clipFactor: maxNorm " + maxNorm + ", expected above 0");
        vector("clipFactor", "y", y, floats, 1);
        disjoint("clipFactor", "y", y, gradients);
    }

    /** {@link TrainingKernels#adamW}. */
    public static void adamW(
            DType floats,
            TrainingKernels.AdamWBuffers flat,
            TrainingKernels.AdamWSegments segments,
            Tensor clip,
            double beta1,
            double beta2,
            double eps) {
        Tensor parameters = flat.parameters();
        Tensor gradients = flat.gradients();
        Tensor m = flat.m();
        Tensor v = flat.v();
        Tensor settings = segments.settings();
        Check.dtype("adamW", "parameters", parameters, floats);
        vector("adamW", "gradients", gradients, floats, parameters.size());
        vector("adamW", "m", m, floats, parameters.size());
        vector("adamW", "v", v, floats, parameters.size());
        matrix("adamW", "settings", settings, floats, segments("adamW", segments.begins()), 5);
        vector("adamW", "clip", clip, floats, 1);
        Check.that(beta1 >= 0 && beta1 < 1, () -> "adamW: beta1 " + beta1 + ", expected 0 <= beta1 < 1");
        Check.that(beta2 >= 0 && beta2 < 1, () -> "adamW: beta2 " + beta2 + ", expected 0 <= beta2 < 1");
        Check.that(eps > 0, () -> "adamW: eps " + eps + ", expected above 0");
        disjoint("adamW", "parameters", parameters, gradients, m, v, settings);
        disjoint("adamW", "parameters", parameters, clip);
        disjoint("adamW", "m", m, gradients, v, settings, clip);
        disjoint("adamW", "v", v, gradients, settings, clip);
    }

    // ---- fused

    /** {@link FusedKernels#biasGelu}. */
    public static void biasGelu(DType floats, Tensor x, Tensor bias, Tensor y) {
        String kernel = "biasGelu";
        Check.dtype(kernel, "x", x, floats);
        vector(kernel, "bias", bias, floats, columns(x));
        matrix(kernel, "y", y, floats, rows(x), columns(x));
        disjoint(kernel, "y", y, x, bias);
    }

    /** {@link FusedKernels#biasGeluBackward}. */
    public static void biasGeluBackward(DType floats, Tensor x, Tensor bias, Tensor gy, Tensor gx, Tensor gbias) {
        String kernel = "biasGeluBackward";
        Check.dtype(kernel, "x", x, floats);
        vector(kernel, "bias", bias, floats, columns(x));
        vector(kernel, "gbias", gbias, floats, columns(x));
        biasGeluGradients(kernel, floats, x, bias, gy, gx, gbias);
    }

    /** {@link FusedKernels#segmentBiasGelu}. */
    public static void segmentBiasGelu(DType floats, Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        segmentBias("segmentBiasGelu", floats, x, bias, offsets, y);
    }

    /** {@link FusedKernels#segmentBiasGeluBackward}. */
    public static void segmentBiasGeluBackward(
            DType floats, Tensor x, Tensor bias, Tensor offsets, Tensor gy, Tensor gx, Tensor gbias) {
        String kernel = "segmentBiasGeluBackward";
        Check.dtype(kernel, "x", x, floats);
        matrix(kernel, "bias", bias, floats, segments(kernel, offsets), columns(x));
        matrix(kernel, "gbias", gbias, floats, segments(kernel, offsets), columns(x));
        biasGeluGradients(kernel, floats, x, bias, gy, gx, gbias);
    }

    private static void biasGeluGradients(
            String kernel, DType floats, Tensor x, Tensor bias, Tensor gy, Tensor gx, Tensor gbias) {
        matrix(kernel, "gy", gy, floats, rows(x), columns(x));
        matrix(kernel, "gx", gx, floats, rows(x), columns(x));
        disjoint(kernel, "gx", gx, x, bias, gy, gbias);
        disjoint(kernel, "gbias", gbias, x, bias, gy);
    }

    /** {@link FusedKernels#addLayerNorm}. */
    public static void addLayerNorm(
            DType floats,
            Tensor a,
            Tensor b,
            Tensor gamma,
            Tensor beta,
            double eps,
            Tensor sum,
            RowKernels.LayerNormResult out) {
        String kernel = "addLayerNorm";
        Check.dtype(kernel, "a", a, floats);
        atLeastOneColumn(kernel, "a", a);
        matrix(kernel, "b", b, floats, rows(a), columns(a));
        matrix(kernel, "sum", sum, floats, rows(a), columns(a));
        normalization(kernel, floats, sum, gamma, beta, eps, out);
        disjoint(kernel, "sum", sum, a, b, gamma, beta);
        disjoint(kernel, "y", out.y(), a, b);
        disjoint(kernel, "mean", out.mean(), a, b);
        disjoint(kernel, "rstd", out.rstd(), a, b);
    }

    // ---- building blocks

    private static void stretch(String kernel, String name, Tensor small, String largeName, Tensor large) {
        if (small.shape().equals(large.shape())) {
            return;
        }
        try {
            Stretch.of(small.shape(), large.shape());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    kernel + ": " + name + " is " + small + ", expected to stretch to " + largeName + " " + large + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static int rows(Tensor t) {
        return t.shape().rows();
    }

    private static int columns(Tensor t) {
        return t.shape().columns();
    }

    private static void vector(String kernel, String name, Tensor t, DType dtype, int size) {
        Check.dtype(kernel, name, t, dtype);
        Check.size(kernel, name, t, size);
    }

    private static void matrix(String kernel, String name, Tensor t, DType dtype, int rows, int columns) {
        Check.dtype(kernel, name, t, dtype);
        if (rows(t) != rows || columns(t) != columns) {
            throw new IllegalArgumentException(
                    kernel + ": " + name + " is " + t + ", expected " + rows + " rows of " + columns);
        }
    }

    private static void matrices(String kernel, String name, Tensor t, int count, int rows, int columns) {
        Shape shape = t.shape();
        if (shape.dim(0) != count || shape.dim(1) != rows || shape.dim(2) != columns) {
            Check.shape(kernel, name, t, Shape.of(count, rows, columns));
        }
    }

    private static void atLeastOneColumn(String kernel, String name, Tensor t) {
        Check.that(columns(t) >= 1, kernel, name, t, "at least one column");
    }

    private static int segments(String kernel, Tensor offsets) {
        Check.dtype(kernel, "offsets", offsets, DType.I32);
        Check.that(offsets.size() >= 1, kernel, "offsets", offsets, "at least one element");
        return offsets.size() - 1;
    }

    /** The width d of queries, keys and values {@code [n, 3 d]}. */
    private static int attentionWidth(String kernel, DType floats, Tensor qkv, int heads) {
        Check.dtype(kernel, "qkv", qkv, floats);
        Check.that(columns(qkv) % 3 == 0, kernel, "qkv", qkv, "a multiple of three columns");
        int d = columns(qkv) / 3;
        if (heads < 1 || d % heads != 0) {
            throw new IllegalArgumentException(
                    kernel + ": heads " + heads + ", expected at least 1 and a divisor of d = " + d
                            + ", a third of qkv's " + columns(qkv) + " columns");
        }
        return d;
    }

    private static void disjoint(String kernel, String name, Tensor output, Tensor other) {
        if (output.storage() == other.storage()
                && output.offset() < other.offset() + other.size()
                && other.offset() < output.offset() + output.size()) {
            throw new IllegalArgumentException(kernel + ": output " + name + " " + output
                    + " shares elements with another tensor of the call, expected none: use a separate output tensor");
        }
    }

    // no varargs: their arrays would be a large part of a training step's allocations

    private static void disjoint(String kernel, String name, Tensor output, Tensor a, Tensor b) {
        disjoint(kernel, name, output, a);
        disjoint(kernel, name, output, b);
    }

    private static void disjoint(String kernel, String name, Tensor output, Tensor a, Tensor b, Tensor c) {
        disjoint(kernel, name, output, a, b);
        disjoint(kernel, name, output, c);
    }

    private static void disjoint(String kernel, String name, Tensor output, Tensor a, Tensor b, Tensor c, Tensor d) {
        disjoint(kernel, name, output, a, b);
        disjoint(kernel, name, output, c, d);
    }
}
