package panamoe.tensor.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Every forward kernel of the reference on values computed by hand; gradients are in {@link ReferenceGradientsTest}.
 */
class ReferenceKernelsTest {

    /** A few roundings in double precision of numbers up to 100. */
    private static final Offset<Double> CLOSE = Offset.offset(1e-13);

    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);

    private final Backend k = new ReferenceBackend();

    @Test
    void fillAndCopy() {
        Tensor y = zeros(2, 2);
        k.fill(1.5, y);
        same(y, 1.5, 1.5, 1.5, 1.5);
        Tensor z = zeros(4);
        k.copy(y, z);
        same(z, 1.5, 1.5, 1.5, 1.5);
        Tensor ints = intZeros(3);
        k.fill(-1, ints);
        sameInts(ints, -1, -1, -1);
        Tensor copied = intZeros(3);
        k.copy(ints, copied);
        sameInts(copied, -1, -1, -1);
    }

    @Test
    void arithmeticWithStretchedOperands() {
        Tensor a = reals(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor row = reals(Shape.of(3), 10, 20, 40);
        Tensor column = reals(Shape.of(2, 1), 2, 4);
        Tensor y = zeros(2, 3);
        k.add(a, row, y);
        same(y, 11, 22, 43, 14, 25, 46);
        k.sub(row, a, y);
        same(y, 9, 18, 37, 6, 15, 34);
        k.mul(a, column, y);
        same(y, 2, 4, 6, 16, 20, 24);
        k.div(row, column, y);
        same(y, 5, 10, 20, 2.5, 5, 10);
        k.add(reals(Shape.SCALAR, 1), a, y);
        same(y, 2, 3, 4, 5, 6, 7);
        k.axpy(-2, a, y);
        same(y, 0, -1, -2, -3, -4, -5);
        k.affine(3, a, -1, y);
        same(y, 2, 5, 8, 11, 14, 17);
        // the middle axis of [2, 2, 2]: 1, 1, 2, 2, 1, 1, 2, 2
        Tensor cube = zeros(2, 2, 2);
        k.add(reals(Shape.of(2, 1), 1, 2), reals(Shape.SCALAR, 0), cube);
        same(cube, 1, 1, 2, 2, 1, 1, 2, 2);
    }

    @Test
    void functions() {
        Tensor y = zeros(3);
        k.exp(reals(Shape.of(3), 0, LN2, -LN3), y);
        same(y, 1, 2, 1 / 3.0);
        k.log(reals(Shape.of(3), 1, Math.E, 0.5), y);
        same(y, 0, 1, -LN2);
        k.sqrt(reals(Shape.of(3), 0, 2.25, 16), y);
        same(y, 0, 1.5, 4);
        // tanh(ln 2) = (2 - 1/2) / (2 + 1/2)
        k.tanh(reals(Shape.of(3), 0, LN2, -LN2), y);
        same(y, 0, 0.6, -0.6);
        k.sigmoid(reals(Shape.of(3), 0, LN3, -LN3), y);
        same(y, 0.5, 0.75, 0.25);
        k.relu(reals(Shape.of(3), -1, 0, 2), y);
        same(y, 0, 0, 2);
        // Phi(1) = 0.84134474606854294859 (any table of the normal distribution)
        k.gelu(reals(Shape.of(3), 0, 1, -1), y);
        same(y, 0, 0.84134474606854294859, -0.15865525393145705141);
    }

    @Test
    void reductions() {
        Tensor x = reals(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor columns = zeros(3);
        k.sumTo(x, columns);
        same(columns, 5, 7, 9);
        Tensor rows = zeros(2, 1);
        k.sumTo(x, rows);
        same(rows, 6, 15);
        Tensor total = zeros();
        k.sumTo(x, total);
        same(total, 21);
        k.sumSquares(x, total);
        same(total, 91);
        Tensor y = zeros(2);
        k.logSumExp(reals(Shape.of(2, 2), 0, LN3, 1000, 1000), y);
        same(y, 2 * LN2, 1000 + LN2);
    }

    @Test
    void softmax() {
        Tensor y = zeros(2, 3);
        k.softmax(reals(Shape.of(2, 3), 0, LN2, LN3, 700, 700, -700), y);
        same(y, 1 / 6.0, 1 / 3.0, 0.5, 0.5, 0.5, 0);
    }

    @Test
    void layerNorm() {
        // row 1: mean 2, variance 1; row 2: mean 1, variance 9; eps 0, then 3 makes rstd 1/2 and 1/sqrt(12)
        Tensor x = reals(Shape.of(2, 2), 1, 3, -2, 4);
        Tensor gamma = reals(Shape.of(2), 10, 100);
        Tensor beta = reals(Shape.of(2), 1, 2);
        Tensor y = zeros(2, 2);
        Tensor mean = zeros(2);
        Tensor rstd = zeros(2);
        k.layerNorm(x, gamma, beta, 0, new Backend.LayerNormResult(y, mean, rstd));
        same(y, -9, 102, -9, 102);
        same(mean, 2, 1);
        same(rstd, 1, 1 / 3.0);
        k.layerNorm(x, gamma, beta, 3, new Backend.LayerNormResult(y, mean, rstd));
        same(rstd, 0.5, 1 / Math.sqrt(12));
        assertThat(k.readDoubles(y)[0]).isCloseTo(-4, CLOSE);
    }

    @Test
    void crossEntropy() {
        Tensor logits = reals(Shape.of(3, 3), 0, LN2, LN3, 0, LN3, 99, 0, 0, 0);
        Tensor losses = zeros(3);
        Tensor probs = zeros(3, 3);
        // the second row has two classes only, the third no label
        k.crossEntropy(logits, ints(1, 0, -1), ints(3, 2, 3), losses, probs);
        same(losses, LN3, 2 * LN2, 0);
        same(probs, 1 / 6.0, 1 / 3.0, 0.5, 0.25, 0.75, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0);
        assertThatThrownBy(() -> k.crossEntropy(logits, ints(1, 2, 0), ints(3, 2, 3), losses, probs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("crossEntropy: labels element 1 is 2, expected -1..1 for a row of 2 classes");
        assertThatThrownBy(() -> k.crossEntropy(logits, ints(1, 0, 0), ints(3, 2, 4), losses, probs))
                .hasMessage("crossEntropy: classes element 2 is 4, expected 1..3");
    }

    @Test
    void gemm() {
        Tensor a = reals(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor b = reals(Shape.of(2, 2), 5, 6, 7, 8);
        Tensor c = zeros(2, 2);
        k.gemm(a, false, b, false, c);
        same(c, 19, 22, 43, 50);
        k.gemm(a, true, b, false, c);
        same(c, 26, 30, 38, 44);
        k.gemm(a, false, b, true, c);
        same(c, 17, 23, 39, 53);
        k.gemm(a, true, b, true, c);
        same(c, 23, 31, 34, 46);
        k.fill(1, c);
        k.gemm(2, a, false, b, false, 3, c);
        same(c, 41, 47, 89, 103);
        k.fill(Double.NaN, c);
        k.gemm(1, a, false, b, false, 0, c);
        same(c, 19, 22, 43, 50);
        Tensor wide = zeros(1, 3);
        k.gemm(reals(Shape.of(1, 2), 1, 10), false, reals(Shape.of(3, 2), 1, 2, 3, 4, 5, 6), true, wide);
        same(wide, 21, 43, 65);
    }

    @Test
    void groupedGemm() {
        // rows 1 | 2, 3 | none | spare; d = 1, h = 2
        Tensor x = reals(Shape.of(4, 1), 1, 2, 3, 99);
        Tensor w = reals(Shape.of(3, 1, 2), 1, 10, 2, 20, 5, 50);
        Tensor y = zeros(4, 2);
        k.groupedGemm(x, w, false, ints(0, 1, 3, 3), y);
        same(y, 1, 10, 4, 40, 6, 60, 0, 0);
        // transposed w: [3, 2, 1] holds the same numbers here
        k.groupedGemm(x, w.reshape(Shape.of(3, 2, 1)), true, ints(0, 1, 3, 3), y);
        same(y, 1, 10, 4, 40, 6, 60, 0, 0);
        // transposed [1, 2, 2]: y = x w^T
        Tensor z = zeros(1, 2);
        k.groupedGemm(reals(Shape.of(1, 2), 1, 10), reals(Shape.of(1, 2, 2), 1, 2, 3, 4), true, ints(0, 1), z);
        same(z, 21, 43);
    }

    @Test
    void segments() {
        Tensor x = reals(Shape.of(5, 2), 9, 9, 1, 2, 3, 4, 5, 6, 9, 9);
        Tensor offsets = ints(1, 3, 3, 4);
        Tensor y = zeros(3, 2);
        k.segmentSum(x, offsets, y);
        same(y, 4, 6, 0, 0, 5, 6);
        k.segmentMean(x, offsets, y);
        same(y, 2, 3, 0, 0, 5, 6);
        Tensor shifted = zeros(5, 2);
        k.addSegmentBias(x, reals(Shape.of(3, 2), 10, 20, 0, 0, 30, 40), offsets, shifted);
        same(shifted, 0, 0, 11, 22, 13, 24, 35, 46, 0, 0);
        Tensor share = zeros(3);
        k.segmentFractions(offsets, share);
        same(share, 2 / 3.0, 0, 1 / 3.0);
        k.segmentFractions(ints(2, 2, 2, 2), share);
        same(share, 0, 0, 0);
        assertThatThrownBy(() -> k.segmentSum(x, ints(0, 3, 2, 4), y))
                .hasMessage("segmentSum: offsets element 2 is 2, expected at least the 3 before it");
        assertThatThrownBy(() -> k.segmentSum(x, ints(0, 3, 3, 6), y))
                .hasMessage("segmentSum: offsets element 3 is 6, expected 0..5");
    }

    @Test
    void attention() {
        // two heads of width 4, so scores are divided by 2; one segment of rows 0 and 1, row 2 is spare.
        // Head 0: row 0 scores (0, ln 3), weights (1, 3) / 4 of values 10 and 20; row 1 scores (0, 0).
        // Head 1: all scores 0, values 1 and 3.
        double[] row0 = concat(concat(2 * LN3, 0, 0, 0, 0, 0, 0, 0), zeroes(8), 10, 0, 0, 0, 1, 0, 0, 0);
        double[] row1 = concat(zeroes(8), concat(1, 5, 5, 5, 7, 7, 7, 7), 20, 0, 0, 0, 3, 0, 0, 0);
        Tensor qkv = reals(Shape.of(3, 24), concat(row0, row1, ones(24)));
        Tensor y = zeros(3, 8);
        Tensor normalizers = zeros(3, 4);
        k.attention(qkv, ints(0, 2), 2, y, normalizers);
        same(y, concat(17.5, 0, 0, 0, 2, 0, 0, 0, 15, 0, 0, 0, 2, 0, 0, 0, zeroes(8)));
        // the largest scores before scaling, then ln(1 + 1 / 3) and ln 2
        same(normalizers, 2 * LN3, 0, 2 * LN2 - LN3, LN2, 0, 0, LN2, LN2, 0, 0, 0, 0);
    }

    @Test
    void gatherAndScatter() {
        Tensor x = reals(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        Tensor y = zeros(3, 2);
        k.gatherRows(x, ints(2, -1, 2), y);
        same(y, 5, 6, 0, 0, 5, 6);
        k.scatterAddRows(x, ints(1, -1, 1), y);
        same(y, 0, 0, 6, 8, 0, 0);
        Tensor z = zeros(3, 2);
        Tensor index = Tensor.ofInts(k, Shape.of(3, 2), 1, 0, -1, 1, 0, 0);
        k.gatherColumns(x, index, z);
        same(z, 2, 1, 0, 4, 5, 5);
        k.scatterAddColumns(x, index, z);
        same(z, 2, 1, 0, 4, 11, 0);
        assertThatThrownBy(() -> k.gatherRows(x, ints(0, 3, 0), y))
                .hasMessage("gatherRows: index element 1 is 3, expected -1..2");
        assertThatThrownBy(() -> k.scatterAddRows(x, ints(0, 0, -2), y))
                .hasMessage("scatterAddRows: index element 2 is -2, expected -1..2");
    }

    @Test
    void selectingAndCounting() {
        Tensor index = intZeros(2, 2);
        k.topK(reals(Shape.of(2, 3), 1, 3, 2, 5, 5, 5), index);
        sameInts(index, 1, 2, 0, 1);
        Tensor masked = intZeros(2, 2);
        k.maskIndex(index, ints(-1, 0), masked);
        sameInts(masked, -1, -1, 0, 1);
        Tensor divided = intZeros(5);
        k.floorDivide(ints(-1, 0, 2, 3, 7), 3, divided);
        sameInts(divided, -1, 0, 0, 1, 2);
        Tensor counts = intZeros(2, 3);
        k.countPairs(ints(1, -1, 1), Tensor.ofInts(k, Shape.of(3, 2), 0, 2, 1, 1, -1, 2), counts);
        sameInts(counts, 0, 0, 0, 1, 0, 2);
        assertThatThrownBy(() -> k.countPairs(ints(2), Tensor.ofInts(k, Shape.of(1, 1), 0), counts))
                .hasMessage("countPairs: a element 0 is 2, expected -1..1");
    }

    @Test
    void sorting() {
        Tensor order = intZeros(6);
        Tensor offsets = intZeros(4);
        k.countingSort(ints(2, 0, -1, 2, 1, 0), order, offsets);
        sameInts(order, 1, 5, 4, 0, 3, -1);
        sameInts(offsets, 0, 2, 3, 5);
        Tensor inverse = intZeros(6);
        k.invertPermutation(order, inverse);
        sameInts(inverse, 3, 0, -1, 4, 2, 1);
        assertThatThrownBy(() -> k.countingSort(ints(0, 3, 0, 0, 0, 0), order, offsets))
                .hasMessage("countingSort: keys element 1 is 3, expected -1..2");
    }

    @Test
    void dropout() {
        // Philox's known answer for key 0, counter 0 is 6627e8d5 e169c58d bc57ac4c 9b00dbd8: 0.399, 0.881, 0.736, 0.605
        Tensor y = zeros(4);
        k.dropout(reals(Shape.of(4), 1, 2, 3, 4), 0.5, ints(0, 0, 0), 0, y);
        same(y, 0, 4, 6, 8);
        k.dropout(reals(Shape.of(4), 3, 3, 3, 3), 0.7, ints(0, 0, 0), 0, y);
        same(y, 0, 10, 10, 0);
    }

    @Test
    void clipFactor() {
        Tensor y = zeros();
        Tensor gradients = reals(Shape.of(3), 2.4, 0, -3.2);
        k.clipFactor(gradients, 1, y);
        same(y, 0.25);
        k.clipFactor(gradients, 5, y);
        same(y, 1);
        k.clipFactor(zeros(3), 1, y);
        same(y, 1);
        // the sum of squares is beyond the doubles
        k.clipFactor(reals(Shape.of(2), 3e200, 4e200), 1e200, y);
        same(y, 0.2);
    }

    @Test
    void adamW() {
        // element 0: g = 0.5 * 2 = 1, so m = 0.1 and v = 0.001, corrected 1 and 1: p = 1 - 0.1 (1 + 0.5 * 1) = 0.85.
        // element 1: m = 0.9 * 1 + 0.1 * 2 = 1.1, v = 0.999 * 4 + 0.001 * 4 = 4: p = 3 - 0.2 * 1.1 / 2 = 2.89.
        // element 2 is inactive.
        Tensor p = reals(Shape.of(3), 1, 3, 7);
        Tensor m = reals(Shape.of(3), 0, 1, 5);
        Tensor v = reals(Shape.of(3), 0, 4, 5);
        Tensor settings = reals(Shape.of(3, 5), 1, 0.1, 0.5, 10, 1000, 1, 0.2, 0, 1, 1, 0, 1, 1, 1, 1);
        k.adamW(
                new Backend.AdamWBuffers(p, reals(Shape.of(3), 2, 4, 6), m, v),
                new Backend.AdamWSegments(ints(0, 1, 2, 3), settings),
                reals(Shape.SCALAR, 0.5),
                0.9,
                0.999,
                1e-15);
        same(p, 0.85, 2.89, 7);
        same(m, 0.1, 1.1, 5);
        same(v, 0.001, 4, 5);
    }

    @Test
    void hostValuesOfAllTypes() {
        Tensor x = zeros(2);
        k.write(x, new float[] {0.5f, -3});
        same(x, 0.5, -3);
        k.write(x, new double[] {1.0 / 3, 2});
        assertThat(k.readFloats(x)).containsExactly(1f / 3, 2f);
        assertThatThrownBy(() -> k.write(x, new double[3])).hasMessage("write: y is F64[2], expected 3 elements");
        assertThatThrownBy(() -> k.readInts(x)).hasMessage("readInts: x is F64[2], expected I32");
    }

    private Tensor zeros(int... dims) {
        return Tensor.zeros(k, DType.F64, Shape.of(dims));
    }

    private Tensor intZeros(int... dims) {
        return Tensor.zeros(k, DType.I32, Shape.of(dims));
    }

    private Tensor reals(Shape shape, double... values) {
        return Tensor.of(k, shape, values);
    }

    private Tensor ints(int... values) {
        return Tensor.ofInts(k, Shape.of(values.length), values);
    }

    private void same(Tensor actual, double... expected) {
        assertThat(k.readDoubles(actual)).containsExactly(expected, CLOSE);
    }

    private void sameInts(Tensor actual, int... expected) {
        assertThat(k.readInts(actual)).containsExactly(expected);
    }

    private static double[] zeroes(int n) {
        return new double[n];
    }

    private static double[] ones(int n) {
        double[] out = new double[n];
        Arrays.fill(out, 1);
        return out;
    }

    /** Concatenates numbers and arrays of numbers. */
    private static double[] concat(Object... parts) {
        return Arrays.stream(parts)
                .flatMapToDouble(part -> part instanceof double[] many
                        ? Arrays.stream(many)
                        : DoubleStream.of(((Number) part).doubleValue()))
                .toArray();
    }
}
