package panamoe.tornado;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** A backend all of whose grouped products go by way of padded groups, however small they are. */
final class PaddedBackend {

    private PaddedBackend() {}

    static Backend of(TornadoBackend backend, PaddedGroups.Batch batch) {
        return (Backend) Proxy.newProxyInstance(
                PaddedBackend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, a) -> {
                    Recorder recorder = backend.recorder();
                    switch (method.getName()) {
                        case "groupedGemm" ->
                            PaddedGroups.groupedGemm(
                                    recorder,
                                    batch,
                                    (Tensor) a[0],
                                    (Tensor) a[1],
                                    (boolean) a[2],
                                    (Tensor) a[3],
                                    (Tensor) a[4]);
                        case "groupedGemmWeightGradient" ->
                            PaddedGroups.weightGradient(
                                    recorder, batch, (Tensor) a[0], (Tensor) a[1], (Tensor) a[2], (Tensor) a[3]);
                        default -> {
                            try {
                                return method.invoke(backend, a);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                    return null;
                });
    }

    /** A batch by the backend's own kernels, on devices without cuBLAS: padded groups are groups too. */
    static PaddedGroups.Batch ownKernels(TornadoBackend backend) {
        return (recorder, a, transA, b, transB, c) -> {
            int groups = a.shape().dim(0);
            int rows = a.shape().dim(1);
            int[] begins = new int[groups + 1];
            Arrays.setAll(begins, i -> i * rows);
            Tensor offsets = recorder.scratch(DType.I32, begins.length);
            backend.write(offsets, begins);
            if (transA) {
                backend.groupedGemmWeightGradient(matrix(a), matrix(b), offsets, c);
            } else {
                backend.groupedGemm(matrix(a), b, transB, offsets, matrix(c));
            }
            recorder.discard(offsets);
        };
    }

    private static Tensor matrix(Tensor x) {
        return x.reshape(Shape.of(x.shape().dim(0) * x.shape().dim(1), x.shape().columns()));
    }
}
