package panamoe.trainer.learner.training;

import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Turns the mean gradient {@code g_0} towards the task that it serves worst (Liu et al. 2021, "CAGrad", algorithm 1). The result
 * {@code d} maximises {@code min_i g_i . d} subject to {@code |d - g_0| <= c |g_0|}. The solution is
 *
 * <pre>{@code
 * d = g_0 + c |g_0| / |g_w| g_w,   g_w = sum_i w_i g_i,
 * }</pre>
 *
 * with the weights w of {@link CaGradDual}. Only the {@link SharedPart} of the gradient is turned.
 *
 * <p>The result is that of the paper. The authors' program divides it by {@code 1 + c^2} or {@code 1 + c} in some experiments. This is
 * left out: apart from clipping, a constant factor of the gradient does not change a step of AdamW.
 */
final class CaGrad {

    /** Avoids 0 / 0 if {@code g_w} is 0. It is negligible against any other squared norm. */
    private static final double TINY = 1e-30;

    /**
     * The settings of CAGrad.
     *
     * @param c the most that the result may differ from the mean gradient, as a share of its norm; at 0 the result is the mean gradient
     */
    public record Settings(double c) {

        /** @throws IllegalArgumentException if c is not in [0, 1), for which the paper proves convergence on the mean loss */
        public Settings {
            Check.that(c >= 0 && c < 1, "c " + c + " of CAGrad: expected 0 to below 1");
        }

        /** The value of the paper for its supervised tasks, NYU-v2 and Cityscapes. */
        public static Settings standard() {
            return new Settings(0.4);
        }
    }

    private final Backend backend;
    private final SharedPart shared;
    private final Settings settings;
    private final ImmutableList<CaGradDual> duals;
    private final Tensor weighted;
    private final Tensor squareOfMean;
    private final Tensor squareOfWeighted;
    private final Tensor factor;

    /**
     * Allocates the tensors for gradients with the layout of these parameters.
     *
     * @param most the maximum number of tasks in a batch
     */
    CaGrad(Parameters parameters, Settings settings, int most) {
        this.backend = parameters.backend();
        this.shared = new SharedPart(parameters);
        this.settings = settings;
        this.duals = Lists.immutable.fromStream(
                IntStream.rangeClosed(2, most).mapToObj(tasks -> new CaGradDual(backend, tasks, settings.c())));
        this.weighted = Tensor.zeros(
                backend, backend.floatType(), parameters.gradients().shape());
        this.squareOfMean = scalar();
        this.squareOfWeighted = scalar();
        this.factor = scalar();
    }

    private Tensor scalar() {
        return Tensor.zeros(backend, backend.floatType(), Shape.of(1));
    }

    /**
     * Turns the mean gradient. The gradient of a single task is not changed, since it has no conflict.
     *
     * @param gradients the gradient of each task, {@code [P]}; not modified
     * @param mean the mean of the gradients, {@code [P]}; receives the result
     */
    void turn(ImmutableList<Tensor> gradients, Tensor mean) {
        if (gradients.size() == 1) {
            return;
        }
        weigh(gradients);
        shared.square(mean, squareOfMean);
        shared.square(weighted, squareOfWeighted);
        backend.affine(1, squareOfWeighted, TINY, factor);
        backend.div(squareOfMean, factor, squareOfWeighted);
        backend.sqrt(squareOfWeighted, squareOfMean);
        backend.affine(settings.c(), squareOfMean, 0, factor);
        shared.addScaled(factor, weighted, mean);
    }

    /** Computes {@code g_w}. */
    private void weigh(ImmutableList<Tensor> gradients) {
        CaGradDual dual = duals.get(gradients.size() - 2);
        for (int i = 0; i < gradients.size(); i++) {
            shared.square(gradients.get(i), dual.product(i, i));
            for (int j = 0; j < i; j++) {
                shared.dot(gradients.get(i), gradients.get(j), dual.product(i, j));
                backend.copy(dual.product(i, j), dual.product(j, i));
            }
        }
        Tensor weights = dual.minimise();
        backend.fill(0, weighted);
        for (int i = 0; i < gradients.size(); i++) {
            shared.addScaled(weights.rowSlice(i, i + 1), gradients.get(i), weighted);
        }
    }
}
