package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Gathers rows for the experts, and adds the gradients of tokens to the embedding table. */
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

    /** Copies rows in another order. */
    @Benchmark
    public void gather() {
        running.gatherRows(x, order, y);
    }

    /** Adds rows to those of the embedding table that the token ids name. */
    @Benchmark
    public void scatterAdd() {
        running.scatterAddRows(x, tokens, embeddings);
    }
}
