package panamoe.tornado;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import panamoe.tensor.Backend;
import panamoe.tensor.Tensor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** A backend that runs {@link Kernels} as plain Java where there is one, and leaves memory to another backend. */
final class PlainJavaKernels {

    /** The kernels of the SPI that are run here. */
    static final Set<String> NAMES = Set.of("gelu", "softmax", "gemm");

    private final Backend memory;

    private PlainJavaKernels(Backend memory) {
        this.memory = memory;
    }

    static Backend over(Backend memory) {
        PlainJavaKernels kernels = new PlainJavaKernels(memory);
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, args) -> {
                    if (NAMES.contains(method.getName())) {
                        kernels.launch(method.getName(), args);
                        return null;
                    }
                    try {
                        return method.invoke(memory, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void launch(String name, Object[] args) {
        switch (name) {
            case "gelu" -> gelu((Tensor) args[0], (Tensor) args[1]);
            case "softmax" -> softmax((Tensor) args[0], (Tensor) args[1]);
            default -> {
                // the short form leaves out alpha and beta
                int first = args.length == 7 ? 1 : 0;
                double alpha = args.length == 7 ? (double) args[0] : 1;
                double beta = args.length == 7 ? (double) args[5] : 0;
                gemm(
                        alpha,
                        (Tensor) args[first],
                        (boolean) args[first + 1],
                        (Tensor) args[first + 2],
                        (boolean) args[first + 3],
                        beta,
                        (Tensor) args[args.length - 1]);
            }
        }
    }

    private void gelu(Tensor x, Tensor y) {
        FloatArray out = new FloatArray(y.size());
        Kernels.gelu(IntArray.fromElements(x.size()), array(x), out);
        memory.write(y, out.toHeapArray());
    }

    private void softmax(Tensor x, Tensor y) {
        FloatArray out = new FloatArray(y.size());
        Kernels.softmax(IntArray.fromElements(x.shape().rows(), x.shape().columns()), array(x), out);
        memory.write(y, out.toHeapArray());
    }

    private void gemm(double alpha, Tensor a, boolean transA, Tensor b, boolean transB, double beta, Tensor c) {
        int m = c.shape().rows();
        int n = c.shape().columns();
        int k = transA ? a.shape().rows() : a.shape().columns();
        FloatArray out = beta == 0 ? new FloatArray(c.size()) : array(c);
        Kernels.gemm(
                IntArray.fromElements(m, n, k, transA ? 1 : k, transA ? m : 1, transB ? 1 : n, transB ? k : 1),
                FloatArray.fromElements((float) alpha, (float) beta),
                array(a),
                array(b),
                out);
        memory.write(c, out.toHeapArray());
    }

    private FloatArray array(Tensor x) {
        return FloatArray.fromArray(memory.readFloats(x));
    }
}
