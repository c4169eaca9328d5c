package panamoe.tensor;

/**
 * Dropout and the optimiser's kernels. Values that change from step to step are tensors, so a recorded step can be
 * replayed.
 */
public interface TrainingKernels {

    /**
     * Inverted dropout: {@code y[i] = x[i] / (1 - rate)} where {@link Rng#uniform(int, int, int, int, int) uniform}
     * {@code (seed, step, stream, i) >= rate}, else 0. The kernel is its own adjoint: the same call on y's gradient
     * gives x's.
     *
     * @param rate in [0, 1)
     * @param key {@code I32[3]}: low and high word of the seed, step
     * @param stream a different number for each dropout of a step, so that their masks differ
     */
    void dropout(Tensor x, double rate, Tensor key, int stream, Tensor y);

    /**
     * The factor of clipping by global norm (Pascanu et al. 2013): {@code y[] = min(1, maxNorm / sqrt(sum of gradients^2))}.
     * The sum may exceed the range of floats.
     *
     * @param gradients of any shape
     */
    void clipFactor(Tensor gradients, double maxNorm, Tensor y);

    /**
     * AdamW (Loshchilov and Hutter 2019, algorithm 2 with decay scaled by the learning rate) over one flat buffer of
     * parameters, in place. Each segment of the buffer has its own settings; the parameters and moments of an inactive
     * segment do not change.
     *
     * <pre>{@code
     * g = clip g;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
     * p = p - lr (m correction1 / (sqrt(v correction2) + eps) + decay p)
     * }</pre>
     *
     * @param flat parameters and moments in and out
     * @param clip {@code []}: factor for the gradients
     */
    void adamW(AdamWBuffers flat, AdamWSegments segments, Tensor clip, double beta1, double beta2, double eps);

    /**
     * The flat buffers of {@link #adamW}.
     *
     * @param parameters {@code [P]}
     * @param gradients {@code [P]}
     * @param m {@code [P]}: first moment
     * @param v {@code [P]}: second moment
     */
    record AdamWBuffers(Tensor parameters, Tensor gradients, Tensor m, Tensor v) {}

    /**
     * The segments of the buffers of {@link #adamW}.
     *
     * @param begins {@code I32[S + 1]}: where each segment begins, ascending from 0 to P
     * @param settings {@code [S, 5]}: active (0 or 1), lr, decay, correction1 = 1 / (1 - beta1^t), correction2 = 1 / (1
     *     - beta2^t)
     */
    record AdamWSegments(Tensor begins, Tensor settings) {}
}
