package panamoe.tensor.kernels;

import java.util.Arrays;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Storage;
import panamoe.tensor.Tensor;

/**
 * The arguments of a {@link KernelCase} on one backend. Each tensor is a slice of a larger buffer: NaN surrounds an
 * input and spreads if it is read. A pattern surrounds an output and must be unchanged after the call.
 */
final class KernelRun {

    /** Elements on each side of a tensor: more than a vector, and odd, so that no tensor is aligned. */
    private static final int GUARD = 37;

    private static final double OUTPUT_GUARD = 0x1.234p50;
    private static final int INT_GUARD = 0x5A5A5A5A;

    private final KernelCase kernelCase;
    private final Backend backend;
    private final Tensor[] buffers;
    private final Tensor[] tensors;
    private final Object[] before;

    KernelRun(KernelCase kernelCase, Backend backend) {
        this.kernelCase = kernelCase;
        this.backend = backend;
        List<KernelCase.Argument> arguments = kernelCase.arguments();
        buffers = new Tensor[arguments.size()];
        tensors = new Tensor[arguments.size()];
        before = new Object[arguments.size()];
        for (int i = 0; i < buffers.length; i++) {
            place(i, arguments.get(i));
        }
    }

    private void place(int i, KernelCase.Argument argument) {
        int size = argument.shape().size();
        DType dtype = argument.integer() ? DType.I32 : backend.floatType();
        Storage storage = backend.allocate(dtype, size + 2 * GUARD);
        buffers[i] = Tensor.of(storage, 0, Shape.of(size + 2 * GUARD));
        tensors[i] = Tensor.of(storage, GUARD, argument.shape());
        if (argument.integer()) {
            int[] all = new int[size + 2 * GUARD];
            Arrays.fill(all, INT_GUARD);
            if (argument.ints() != null) {
                System.arraycopy(argument.ints(), 0, all, GUARD, size);
            }
            backend.write(buffers[i], all);
            before[i] = all;
        } else {
            double[] all = new double[size + 2 * GUARD];
            Arrays.fill(all, argument.role() == KernelCase.Role.IN ? Double.NaN : OUTPUT_GUARD);
            if (argument.reals() != null) {
                System.arraycopy(argument.reals(), 0, all, GUARD, size);
            } else {
                Arrays.fill(all, GUARD, GUARD + size, kernelCase.poison());
            }
            backend.write(buffers[i], all);
            before[i] = all;
        }
    }

    void launch() {
        kernelCase.launch().run(backend, tensors);
    }

    Tensor[] tensors() {
        return tensors;
    }

    /** The elements of argument i after the call: {@code double[]} or {@code int[]}. */
    Object result(int i) {
        return read(tensors[i]);
    }

    /** The first element that the call overwrote but must not; empty if there is none. */
    String damage() {
        for (int i = 0; i < buffers.length; i++) {
            boolean input = kernelCase.arguments().get(i).role() == KernelCase.Role.IN;
            int size = tensors[i].size();
            Object after = read(buffers[i]);
            for (int j = 0; j < size + 2 * GUARD; j++) {
                boolean inside = j >= GUARD && j < GUARD + size;
                if ((input || !inside) && !sameBits(before[i], after, j)) {
                    return "argument " + i + ": element " + (j - GUARD) + " of " + tensors[i] + " was overwritten";
                }
            }
        }
        return "";
    }

    private Object read(Tensor t) {
        return t.dtype() == DType.I32 ? backend.readInts(t) : backend.readDoubles(t);
    }

    private static boolean sameBits(Object a, Object b, int i) {
        return a instanceof int[] ints
                ? ints[i] == ((int[]) b)[i]
                : Double.doubleToLongBits(((double[]) a)[i]) == Double.doubleToLongBits(((double[]) b)[i]);
    }
}
