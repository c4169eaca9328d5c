package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** The grouped matrix products of the experts in a step, and those of their gradients. */
public class GroupedGemmBenchmark extends KernelBenchmark {

    /** {@code even}: all experts get the same number of rows; {@code skewed}: each gets half of the remaining rows. */
    @Param({"even", "skewed"})
    public String routing;

    private Tensor x;
    private Tensor w;
    private Tensor y;
    private Tensor gx;
    private Tensor gw;
    private Tensor offsets;

    @Override
    void makeTensors() {
        x = random(ROWS, WIDTH);
        w = random(SIZES.experts(), WIDTH, HIDDEN);
        y = random(ROWS, HIDDEN);
        gx = zeros(ROWS, WIDTH);
        gw = zeros(SIZES.experts(), WIDTH, HIDDEN);
        offsets = switch (routing) {
            case "even" -> offsets(SIZES.experts(), ROWS / SIZES.experts());
            case "skewed" -> Tensor.ofInts(running, Shape.of(SIZES.experts() + 1), halving());
            default -> throw new IllegalArgumentException("routing " + routing + ": expected even or skewed");
        };
    }

    /** Offsets by expert. Expert 0 gets half of the rows, expert 1 a quarter and so on; the last expert gets the rest. */
    private static int[] halving() {
        int[] begin = new int[SIZES.experts() + 1];
        for (int e = 1; e < SIZES.experts(); e++) {
            begin[e] = begin[e - 1] + (ROWS - begin[e - 1]) / 2;
        }
        begin[SIZES.experts()] = ROWS;
        return begin;
    }

    /** {@code y[rows, ff] = x[rows, d] w[expert]}. */
    @Benchmark
    public void forward() {
        running.groupedGemm(x, w, false, offsets, y);
    }

    /** {@code gx[rows, d] = y[rows, ff] w[expert]^T}. */
    @Benchmark
    public void inputGradient() {
        running.groupedGemm(y, w, true, offsets, gx);
    }

    /** {@code gw[expert] = x^T y}. */
    @Benchmark
    public void weightGradient() {
        running.groupedGemmWeightGradient(x, y, offsets, gw);
    }
}
