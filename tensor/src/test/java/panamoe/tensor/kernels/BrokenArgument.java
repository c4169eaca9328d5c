package panamoe.tensor.kernels;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** The call of a case with one argument replaced by one that breaks the kernel's contract. */
public final class BrokenArgument {

    private final KernelCase kernelCase;
    private final Backend backend;
    private final Tensor[] tensors;
    private final String description;

    private BrokenArgument(KernelCase kernelCase, Backend backend, int index, Tensor replacement, String description) {
        this.kernelCase = kernelCase;
        this.backend = backend;
        this.tensors = new KernelRun(kernelCase, backend).tensors();
        this.tensors[index] = replacement;
        this.description = "argument " + index + " " + description;
    }

    /** Every way to break one argument of the case. */
    public static List<BrokenArgument> all(KernelCase kernelCase, Backend backend) {
        List<BrokenArgument> all = new ArrayList<>();
        List<KernelCase.Argument> arguments = kernelCase.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            KernelCase.Argument argument = arguments.get(i);
            DType right = argument.integer() ? DType.I32 : backend.floatType();
            DType wrong = argument.integer() ? backend.floatType() : DType.I32;
            // 2.5 is no value for an integer tensor, so fill refuses that one as well
            all.add(replaced(kernelCase, backend, i, wrong, argument.shape(), "of type " + wrong));
            if (!argument.freeLength()) {
                all.add(replaced(kernelCase, backend, i, right, longer(argument.shape()), "too long"));
            }
            for (int j = 0; j < arguments.size(); j++) {
                KernelCase.Argument other = arguments.get(j);
                if (i != j
                        && argument.role() != KernelCase.Role.IN
                        && argument.integer() == other.integer()
                        && argument.shape().equals(other.shape())) {
                    all.add(aliased(kernelCase, backend, i, j));
                }
            }
        }
        return all;
    }

    private static BrokenArgument replaced(
            KernelCase kernelCase, Backend backend, int i, DType dtype, Shape shape, String description) {
        return new BrokenArgument(kernelCase, backend, i, Tensor.zeros(backend, dtype, shape), description);
    }

    private static BrokenArgument aliased(KernelCase kernelCase, Backend backend, int i, int j) {
        BrokenArgument broken = new BrokenArgument(kernelCase, backend, i, null, "overlaps argument " + j);
        broken.tensors[i] = broken.tensors[j];
        return broken;
    }

    private static Shape longer(Shape shape) {
        int[] dims = shape.rank() == 0 ? new int[] {1} : shape.dims().toArray();
        dims[0]++;
        return Shape.of(dims);
    }

    /** Runs the call. */
    public void launch() {
        kernelCase.launch().run(backend, tensors);
    }

    @Override
    public String toString() {
        return description;
    }
}
