package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Backend;
import panamoe.tensor.Tensor;

/** Layer normalisation of the rows of a step. */
public class LayerNormBenchmark extends KernelBenchmark {

    private Tensor x;
    private Tensor gamma;
    private Tensor beta;
    private Tensor gy;
    private Backend.LayerNormResult result;
    private Backend.LayerNormGradients gradients;

    @Override
    void makeTensors() {
        x = random(ROWS, WIDTH);
        gamma = random(WIDTH);
        beta = random(WIDTH);
        result = new Backend.LayerNormResult(zeros(ROWS, WIDTH), zeros(ROWS), zeros(ROWS));
        gy = random(ROWS, WIDTH);
        gradients = new Backend.LayerNormGradients(zeros(ROWS, WIDTH), zeros(WIDTH), zeros(WIDTH));
        running.layerNorm(x, gamma, beta, 1e-5, result);
    }

    /** The normalised rows. */
    @Benchmark
    public void forward() {
        running.layerNorm(x, gamma, beta, 1e-5, result);
    }

    /** The gradients of rows, scale and shift. */
    @Benchmark
    public void backward() {
        running.layerNormBackward(x, gamma, result.mean(), result.rstd(), gy, gradients);
    }
}
