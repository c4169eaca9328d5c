package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import panamoe.autograd.nn.FeedForward;
import panamoe.autograd.nn.LayerNorm;
import panamoe.autograd.nn.Scope;
import panamoe.autograd.optim.AdamW;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/** Measures the garbage of a training step once the workspace has its buffers. */
class SteadyStepTest {

    private static final int BLOCKS = 6;
    private static final int ROWS = 256;
    private static final int WIDTH = 64;

    /**
     * Each block applies 7 operations. Their bookkeeping (records, shapes, variables) and the kernels' own take some
     * kilobytes per operation forward and back, for tensors of any size; one tensor that is not recycled takes 64 KiB.
     */
    @Test
    void leavesLessThanOneTensorPerBlock() {
        try (Backend backend = Backends.create("scalar", 1)) {
            Parameters parameters = new Parameters();
            Scope scope = Scope.of(parameters);
            FeedForward[] ffn = new FeedForward[BLOCKS];
            LayerNorm[] norm = new LayerNorm[BLOCKS];
            for (int i = 0; i < BLOCKS; i++) {
                ffn[i] = new FeedForward(scope.child("ffn." + i), WIDTH, WIDTH);
                norm[i] = new LayerNorm(scope.child("norm." + i), WIDTH, 1e-5);
            }
            parameters.allocate(backend, new Rng(1));
            AdamW adamW = new AdamW(parameters, AdamW.Settings.defaults(), p -> new AdamW.Group(1e-3, 0));
            Workspace workspace = new Workspace(backend);
            Tensor x = Tensor.of(backend, Shape.of(ROWS, WIDTH), new Rng(2).normals(0, ROWS * WIDTH, 0, 1));

            long least = Long.MAX_VALUE;
            long held = 0;
            for (int step = 0; step < 20; step++) {
                long before = allocated();
                Context context = Context.training(backend, workspace, parameters, null);
                Var h = context.constant(x);
                for (int i = 0; i < BLOCKS; i++) {
                    h = norm[i].forward(context, h.add(ffn[i].forward(context, h)));
                }
                context.backward(h.square().mean());
                adamW.step(1);
                least = Math.min(least, allocated() - before);
                held = step == 0 ? workspace.bytes() : held;
            }
            assertThat(workspace.bytes())
                    .as("all steps use the buffers of the first")
                    .isEqualTo(held);
            assertThat(least).as("bytes per step").isLessThan((long) BLOCKS * ROWS * WIDTH * Float.BYTES);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
