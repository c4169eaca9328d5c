package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.reference.ReferenceBackend;

/** Cases of attention in {@link panamoe.tensor.SegmentKernels}. */
final class AttentionCases {

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        AttentionCases all = new AttentionCases();
        all.attention("typical", 1, 7, 2, 4, 0, 3, 7);
        all.attention("one row", 1, 1, 1, 1, 0, 1);
        all.attention("rows alone", 1, 3, 2, 5, 0, 1, 2, 3);
        for (int length : KernelCases.TAILS) {
            all.attention("length " + length, 1, length, 2, 8, 0, length);
        }
        for (int width : new int[] {1, 3, 15, 16, 17, 32, 33, 64}) {
            all.attention("head width " + width, 1, 11, 3, width, 0, 5, 11);
        }
        all.attention("empty segments", 1, 12, 2, 8, 0, 0, 5, 5, 12, 12);
        all.attention("spare rows at both ends", 1, 20, 3, 8, 3, 8, 8, 15);
        all.attention("all rows spare", 1, 5, 2, 8, 2, 2);
        all.attention("no rows", 1, 0, 2, 8, 0, 0);
        all.attention("sharp scores", 6, 40, 2, 16, 0, 40);
        all.attention("long sequence", 1, 270, 2, 32, 0, 270);
        for (int length : new int[] {63, 64, 65, 130}) {
            all.attention("odd width, length " + length, 1, length + 1, 3, 21, 1, length + 1);
        }
        all.attention("more rows than are loaded at once", 1, 400, 2, 64, 0, 400);
        all.attention("large and skewed", 1, 512, 6, 32, 0, 17, 18, 180, 181, 200, 333, 500);
        return all.cases;
    }

    private void attention(String label, double sharpness, int n, int heads, int width, int... offsets) {
        int d = heads * width;
        int longest = 0;
        for (int s = 0; s + 1 < offsets.length; s++) {
            longest = Math.max(longest, offsets[s + 1] - offsets[s]);
        }
        SplittableRandom random = new SplittableRandom(label.hashCode());
        double[] qkv = rows(random, n, 3 * d, offsets);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < d; c++) {
                qkv[i * 3 * d + c] = (float) (sharpness * qkv[i * 3 * d + c]); // the queries
            }
        }
        double[] gy = rows(random, n, d, offsets);
        // a score is a sum of `width` terms of size sharpness over sqrt(width); a probability errs relatively by a
        // score's absolute error; outputs are means of values of size 1
        double scoreError = 8 * U * (width + 16) * sharpness;
        cases.add(KernelCase.of("attention", label)
                .in(Shape.of(n, 3 * d), qkv)
                .vector(offsets)
                .freeLength()
                .out(n, d)
                .out(n, 2 * heads)
                .tolerance(4 * U, 2 * scoreError)
                .launch((b, t) -> b.attention(t[0], t[1], heads, t[2], t[3])));

        Backend reference = new ReferenceBackend();
        Tensor y = Tensor.zeros(reference, reference.floatType(), Shape.of(n, d));
        Tensor normalizers = Tensor.zeros(reference, reference.floatType(), Shape.of(n, 2 * heads));
        reference.attention(
                Tensor.of(reference, Shape.of(n, 3 * d), qkv),
                Tensor.ofInts(reference, Shape.of(offsets.length), offsets),
                heads,
                y,
                normalizers);
        // a gradient sums, over a segment, probabilities times gy v, which has `width` terms
        double gradientError = scoreError * (width + Math.sqrt(longest)) * sharpness;
        cases.add(KernelCase.of("attentionBackward", label)
                .in(Shape.of(n, 3 * d), qkv)
                .in(Shape.of(n, 2 * heads), reference.readDoubles(normalizers))
                .in(Shape.of(n, d), gy)
                .vector(offsets)
                .freeLength()
                .out(n, 3 * d)
                .tolerance(16 * U, gradientError)
                .launch((b, t) -> b.attentionBackward(t[0], t[1], t[2], t[3], heads, t[4])));
    }

    /** Elements exact in single precision; padding rows hold NaN, because nothing may read them. */
    private static double[] rows(SplittableRandom random, int n, int d, int... offsets) {
        double[] values = new double[n * d];
        for (int i = 0; i < values.length; i++) {
            boolean spare = i / d < offsets[0] || i / d >= offsets[offsets.length - 1];
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            double normal = radius * Math.cos(2 * Math.PI * random.nextDouble());
            values[i] = spare ? Double.NaN : (float) normal;
        }
        return values;
    }
}
