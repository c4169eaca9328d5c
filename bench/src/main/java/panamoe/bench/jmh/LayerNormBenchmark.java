package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Tensor;

/** Layer normalisation of a step's rows. */
public class LayerNormBenchmark extends KernelBenchmark {

    private Tensor x;
    private Tensor gamma;
    private Tensor beta;
    private Tensor y;
    private Tensor mean;
    private Tensor rstd;
    private Tensor gy;
    private Tensor gx;
    private Tensor ggamma;
    private Tensor gbeta;

    @Override
    void makeTensors() {
        x = random(ROWS, WIDTH);
        gamma = random(WIDTH);
        beta = random(WIDTH);
        y = zeros(ROWS, WIDTH);
        mean = zeros(ROWS);
        rstd = zeros(ROWS);
        gy = random(ROWS, WIDTH);
        gx = zeros(ROWS, WIDTH);
        ggamma = zeros(WIDTH);
        gbeta = zeros(WIDTH);
        running.layerNorm(x, gamma, beta, 1e-5, y, mean, rstd);
    }

    /** The normalised rows. */
    @Benchmark
    public void forward() {
        running.layerNorm(x, gamma, beta, 1e-5, y, mean, rstd);
    }

    /** The gradients of rows, scale and shift. */
    @Benchmark
    public void backward() {
        running.layerNormBackward(x, gamma, mean, rstd, gy, gx, ggamma, gbeta);
    }
}
