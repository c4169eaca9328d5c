package panamoe.tensor.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Calls with invalid integer arguments, each with the one-line message by which every backend refuses it. */
public final class IndexRefusals {

    /** One call. */
    public record Refusal(String kernel, String message, BiConsumer<Backend, Tensor> call, int[] ints) {

        /** Fails unless the backend refuses the call with this message; the host writes the integers. */
        public void check(Backend k) {
            assertThatThrownBy(() -> call.accept(k, vector(k, ints)))
                    .as("%s on %s", this, k.name())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(message)
                    // the default body of a fused kernel leaves the refusal to a kernel that it calls
                    .message()
                    .matches("(" + kernel + "|addSegmentBias): .*");
        }

        @Override
        public String toString() {
            return kernel + ": " + message;
        }
    }

    /** A kernel over segments of five rows of three elements. */
    private interface OfOffsets {
        void run(Backend k, Tensor offsets);
    }

    private final List<Refusal> all = new ArrayList<>();

    private IndexRefusals() {}

    /** All calls. */
    public static List<Refusal> all() {
        IndexRefusals refusals = new IndexRefusals();
        refusals.segments();
        refusals.labels();
        refusals.indices();
        refusals.permutations();
        refusals.optimizer();
        return refusals.all;
    }

    private void segments() {
        offsets("segmentSum", (k, o) -> k.segmentSum(reals(k, 5, 3), o, reals(k, o.size() - 1, 3)));
        offsets("segmentMean", (k, o) -> k.segmentMean(reals(k, 5, 3), o, reals(k, o.size() - 1, 3)));
        offsets("segmentMeanBackward", (k, o) -> k.segmentMeanBackward(reals(k, o.size() - 1, 3), o, reals(k, 5, 3)));
        offsets(
                "addSegmentBias",
                (k, o) -> k.addSegmentBias(reals(k, 5, 3), reals(k, o.size() - 1, 3), o, reals(k, 5, 3)));
        offsets(
                "segmentBiasGelu",
                (k, o) -> k.segmentBiasGelu(reals(k, 5, 3), reals(k, o.size() - 1, 3), o, reals(k, 5, 3)));
        offsets(
                "segmentBiasGeluBackward",
                (k, o) -> k.segmentBiasGeluBackward(
                        reals(k, 5, 3),
                        reals(k, o.size() - 1, 3),
                        o,
                        reals(k, 5, 3),
                        reals(k, 5, 3),
                        reals(k, o.size() - 1, 3)));
        offsets("attention", (k, o) -> k.attention(reals(k, 5, 12), o, 2, reals(k, 5, 4), reals(k, 5, 4)));
        offsets(
                "attentionBackward",
                (k, o) -> k.attentionBackward(reals(k, 5, 12), reals(k, 5, 4), reals(k, 5, 4), o, 2, reals(k, 5, 12)));
        offsets(
                "groupedGemm",
                (k, o) -> k.groupedGemm(reals(k, 5, 3), reals(k, o.size() - 1, 3, 2), false, o, reals(k, 5, 2)));
        offsets(
                "groupedGemmWeightGradient",
                (k, o) -> k.groupedGemmWeightGradient(reals(k, 5, 3), reals(k, 5, 2), o, reals(k, o.size() - 1, 3, 2)));
        add(
                "segmentFractions",
                "offsets element 2 is 2, expected at least the 3 before it",
                (k, o) -> k.segmentFractions(o, reals(k, 3)),
                0,
                3,
                2,
                4);
        add(
                "segmentFractions",
                "offsets element 0 is -1, expected 0..2147483647",
                (k, o) -> k.segmentFractions(o, reals(k, 2)),
                -1,
                3,
                4);
    }

    private void offsets(String kernel, OfOffsets run) {
        add(kernel, "offsets element 2 is 2, expected at least the 3 before it", run::run, 0, 3, 2, 4);
        add(kernel, "offsets element 1 is 0, expected at least the 2 before it", run::run, 2, 0, 5);
        add(kernel, "offsets element 3 is 6, expected 0..5", run::run, 0, 2, 5, 6);
        add(kernel, "offsets element 0 is -1, expected 0..5", run::run, -1, 2, 5);
        add(kernel, "offsets element 0 is 6, expected 0..5", run::run, 6);
    }

    private void labels() {
        labels("labels element 0 is 3, expected -1..2 for a row of 3 classes", new int[] {3, 0}, 3, 3);
        labels("labels element 1 is 2, expected -1..1 for a row of 2 classes", new int[] {1, 2}, 3, 2);
        labels("labels element 1 is -2, expected -1..2 for a row of 3 classes", new int[] {-1, -2}, 3, 3);
        labels("classes element 0 is 0, expected 1..3", new int[] {0, 0}, 0, 3);
        labels("classes element 1 is 4, expected 1..3", new int[] {0, 0}, 3, 4);
        labels("classes element 1 is -1, expected 1..3", new int[] {0, -1}, 3, -1);
        for (int label : new int[] {3, -2}) {
            add(
                    "crossEntropyBackward",
                    "labels element 1 is " + label + ", expected -1..2",
                    (k, l) -> k.crossEntropyBackward(reals(k, 2, 3), l, reals(k, 2), reals(k, 2, 3)),
                    -1,
                    label);
        }
    }

    private void labels(String message, int[] labels, int... classes) {
        add(
                "crossEntropy",
                message,
                (k, l) -> k.crossEntropy(reals(k, 2, 3), l, vector(k, classes), reals(k, 2), reals(k, 2, 3)),
                labels);
    }

    private void indices() {
        for (int index : new int[] {3, -2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            String message = " element 1 is " + index + ", expected -1..2";
            add(
                    "gatherRows",
                    "index" + message,
                    (k, i) -> k.gatherRows(reals(k, 3, 4), i, reals(k, 3, 4)),
                    -1,
                    index,
                    2);
            add(
                    "scatterAddRows",
                    "index" + message,
                    (k, i) -> k.scatterAddRows(reals(k, 3, 4), i, reals(k, 3, 4)),
                    -1,
                    index,
                    2);
            add(
                    "gatherColumns",
                    "index" + message,
                    (k, i) -> k.gatherColumns(reals(k, 2, 3), i.reshape(Shape.of(2, 2)), reals(k, 2, 2)),
                    -1,
                    index,
                    0,
                    2);
            add(
                    "scatterAddColumns",
                    "index" + message,
                    (k, i) -> k.scatterAddColumns(reals(k, 2, 2), i.reshape(Shape.of(2, 2)), reals(k, 2, 3)),
                    -1,
                    index,
                    0,
                    2);
            add("countingSort", "keys" + message, (k, i) -> k.countingSort(i, ints(k, 3), ints(k, 4)), -1, index, 2);
            add(
                    "countPairs",
                    "a" + message,
                    (k, i) -> k.countPairs(i, vector(k, 0, -1, 0).reshape(Shape.of(3, 1)), ints(k, 3, 2)),
                    -1,
                    index,
                    2);
            add(
                    "countPairs",
                    "b" + message,
                    (k, i) -> k.countPairs(vector(k, 0, -1, 0), i.reshape(Shape.of(3, 1)), ints(k, 2, 3)),
                    -1,
                    index,
                    2);
        }
    }

    private void permutations() {
        for (int position : new int[] {3, -2}) {
            add(
                    "invertPermutation",
                    "order element 2 is " + position + ", expected -1..2",
                    (k, o) -> k.invertPermutation(o, ints(k, 3)),
                    0,
                    -1,
                    position);
        }
        add(
                "invertPermutation",
                "order element 3 is 1, expected each position once",
                (k, o) -> k.invertPermutation(o, ints(k, 4)),
                1,
                -1,
                -1,
                1);
    }

    private void optimizer() {
        begins("begins element 1 is 7, expected 0..5", 0, 7, 5);
        begins("begins element 2 is 1, expected at least the 3 before it", 0, 3, 1, 5);
        begins("begins element 0 is 1, expected 0, where the parameters begin", 1, 5);
        begins("begins element 1 is 4, expected 5, where the parameters end", 0, 4);
    }

    private void begins(String message, int... begins) {
        add(
                "adamW",
                message,
                (k, b) -> k.adamW(
                        new Backend.AdamWBuffers(reals(k, 5), reals(k, 5), reals(k, 5), reals(k, 5)),
                        new Backend.AdamWSegments(b, reals(k, b.size() - 1, 5)),
                        reals(k),
                        0.9,
                        0.999,
                        1e-8),
                begins);
    }

    private void add(String kernel, String message, BiConsumer<Backend, Tensor> call, int... ints) {
        all.add(new Refusal(kernel, message, call, ints));
    }

    private static Tensor reals(Backend k, int... dims) {
        return Tensor.zeros(k, k.floatType(), Shape.of(dims));
    }

    private static Tensor ints(Backend k, int... dims) {
        return Tensor.ofInts(k, Shape.of(dims), new int[Shape.of(dims).size()]);
    }

    private static Tensor vector(Backend k, int... values) {
        return Tensor.ofInts(k, Shape.of(values.length), values);
    }
}
