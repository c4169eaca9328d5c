package panamoe.autograd.optim;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * The global norm of gradients of which each process of a group has a part. It adds the squares of sharded parameters over all
 * processes, and counts those of the others once. It reads sums on the host.
 */
final class ShardedNorm {

    private final Backend backend;
    private final ProcessGroup processes;
    private final ImmutableList<Parameter> trained;
    private final Tensor squares;

    ShardedNorm(Parameters parameters, ProcessGroup processes) {
        this.backend = parameters.backend();
        this.processes = processes;
        this.trained = parameters.list().select(parameter -> parameter.offset() >= 0);
        this.squares = Tensor.zeros(backend, backend.floatType(), Shape.of(trained.size()));
    }

    /** The norm of the gradients of this step; the same on each process. */
    double norm() {
        for (int i = 0; i < trained.size(); i++) {
            backend.sumSquares(
                    trained.get(i).gradient(), squares.rowSlice(i, i + 1).reshape(Shape.SCALAR));
        }
        double[] sums = backend.readDoubles(squares);
        double common = 0;
        double own = 0;
        for (int i = 0; i < sums.length; i++) {
            if (trained.get(i).isSharded()) {
                own += sums[i];
            } else {
                common += sums[i];
            }
        }
        return Math.sqrt(common + processes.sum(own)[0]);
    }
}
