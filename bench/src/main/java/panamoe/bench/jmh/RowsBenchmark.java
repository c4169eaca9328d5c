package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Rows brought to their experts, and tokens' gradients to their embeddings. */
public class RowsBenchmark extends KernelBenchmark {

    private Tensor x;
    private Tensor y;
    private Tensor order;
    private Tensor tokens;
    private Tensor embeddings;

    @Override
    void makeTensors() {
        x = random(ROWS, WIDTH);
        y = zeros(ROWS, WIDTH);
        order = Tensor.ofInts(running, Shape.of(ROWS), new Rng(1).permutation(0, ROWS));
        tokens = indices(ROWS, SIZES.vocabulary());
        embeddings = zeros(SIZES.vocabulary(), WIDTH);
    }

    /** Rows in another order. */
    @Benchmark
    public void gather() {
        running.gatherRows(x, order, y);
    }

    /** Rows added to those of the embedding table that they come from. */
    @Benchmark
    public void scatterAdd() {
        running.scatterAddRows(x, tokens, embeddings);
    }
}
