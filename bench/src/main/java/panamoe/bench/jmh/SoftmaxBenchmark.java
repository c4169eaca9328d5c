package panamoe.bench.jmh;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Softmax of gate scores, and cross-entropy over a vocabulary. */
public class SoftmaxBenchmark extends KernelBenchmark {

    private Tensor scores;
    private Tensor probabilities;
    private Tensor logits;
    private Tensor labels;
    private Tensor classes;
    private Tensor losses;
    private Tensor shares;

    @Override
    void makeTensors() {
        scores = random(ROWS, SIZES.experts());
        probabilities = zeros(ROWS, SIZES.experts());
        logits = random(ROWS, SIZES.vocabulary());
        labels = indices(ROWS, SIZES.vocabulary());
        int[] all = new int[ROWS];
        Arrays.fill(all, SIZES.vocabulary());
        classes = Tensor.ofInts(running, Shape.of(ROWS), all);
        losses = zeros(ROWS);
        shares = zeros(ROWS, SIZES.vocabulary());
    }

    /** Softmax with one score per expert in a row. */
    @Benchmark
    public void softmax() {
        running.softmax(scores, probabilities);
    }

    /** Cross-entropy with one logit per token of the vocabulary in a row. */
    @Benchmark
    public void crossEntropy() {
        running.crossEntropy(logits, labels, classes, losses, shares);
    }
}
