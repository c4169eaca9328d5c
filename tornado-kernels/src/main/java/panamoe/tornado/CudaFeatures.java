package panamoe.tornado;

import panamoe.tensor.Precision;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * Features of TornadoVM's CUDA backend besides kernels: cuBLAS and CUDA graphs. Both are used where the device has
 * them, unless a system property says otherwise.
 *
 * @param id of the device, for messages
 * @param backend of the device
 */
record CudaFeatures(String id, TornadoVMBackendType backend) {

    /** Overrides how matrix products are computed: a label of {@link Products}. */
    static final String PRODUCTS_PROPERTY = "panamoe.tornado.gemm";

    /** Overrides whether each plan is captured as a CUDA graph: true or false. */
    static final String GRAPH_PROPERTY = "panamoe.tornado.cudaGraph";

    private static final String CUBLAS = "uk.ac.manchester.tornado.cublas.CuBlas";

    private static final System.Logger LOG = System.getLogger(CudaFeatures.class.getName());

    static CudaFeatures of(TornadoDevice device, String id) {
        return new CudaFeatures(id, device.getTornadoVMBackend());
    }

    private boolean isCuda() {
        return backend == TornadoVMBackendType.CUDA;
    }

    /**
     * How products are computed.
     *
     * @param otherwise the choice for this device without cuBLAS
     * @throws IllegalArgumentException in one line, if the property or the precision needs cuBLAS and the device has
     *     none
     */
    Products products(Products otherwise, Precision precision) {
        String label = System.getProperty(PRODUCTS_PROPERTY);
        Products products = label != null ? Products.of(label) : isCuda() ? cublasOr(otherwise) : otherwise;
        if (products == Products.CUBLAS && !isCuda()) {
            throw needsCuda("-D" + PRODUCTS_PROPERTY + "=" + label);
        }
        if (precision != Precision.FP32 && !isCuda()) {
            throw needsCuda("precision " + precision.label());
        }
        if (precision != Precision.FP32 && products != Products.CUBLAS) {
            throw new IllegalArgumentException("precision " + precision.label() + " with products by "
                    + products.label() + ": only cuBLAS has it; leave out -D" + PRODUCTS_PROPERTY
                    + ", and use an SDK with tornado-cublas");
        }
        return products;
    }

    private static Products cublasOr(Products otherwise) {
        try {
            Class.forName(CUBLAS, false, CudaFeatures.class.getClassLoader());
            return Products.CUBLAS;
        } catch (ClassNotFoundException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "TornadoVM''s SDK has no tornado-cublas: Panamoe''s own kernels ({0}) compute matrix products",
                    otherwise.label());
            return otherwise;
        }
    }

    /**
     * True if plans are captured as CUDA graphs.
     *
     * @throws IllegalArgumentException in one line, if the property is true on a device without CUDA, or neither true
     *     nor false
     */
    boolean graph() {
        String asked = System.getProperty(GRAPH_PROPERTY, Boolean.toString(isCuda()));
        return switch (asked) {
            case "true" -> {
                if (!isCuda()) {
                    throw needsCuda("-D" + GRAPH_PROPERTY + "=true");
                }
                yield true;
            }
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("-D" + GRAPH_PROPERTY + "=" + asked + ": expected true or false");
        };
    }

    private IllegalArgumentException needsCuda(String what) {
        return new IllegalArgumentException(what + ": needs an SDK with the CUDA backend, and device " + id
                + " is of TornadoVM's backend " + backend + "; leave it out");
    }
}
