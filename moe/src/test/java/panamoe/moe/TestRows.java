package panamoe.moe;

import java.util.Arrays;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Builds {@link Rows} from a list of tasks, ascending, padding rows (-1) last. */
final class TestRows {

    private TestRows() {}

    static Rows of(Backend backend, int tasks, int... task) {
        int[] offsets = new int[tasks + 1];
        for (int t : task) {
            if (t >= 0) {
                offsets[t + 1]++;
            }
        }
        Arrays.parallelPrefix(offsets, Integer::sum);
        double real = offsets[tasks];
        double[] weight =
                Arrays.stream(task).mapToDouble(t -> t < 0 ? 0 : 1 / real).toArray();
        return new Rows(
                Tensor.ofInts(backend, Shape.of(task.length), task),
                Tensor.ofInts(backend, Shape.of(tasks + 1), offsets),
                Tensor.of(backend, Shape.of(1, task.length), weight));
    }
}
