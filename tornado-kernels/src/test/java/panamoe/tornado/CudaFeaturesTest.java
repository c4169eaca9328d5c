package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Precision;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * cuBLAS and CUDA graphs are used where the device has them. A request for them is refused in one line where it has
 * not.
 */
class CudaFeaturesTest {

    private final SetProperties properties =
            new SetProperties(CudaFeatures.PRODUCTS_PROPERTY, CudaFeatures.GRAPH_PROPERTY);
    private final CudaFeatures cuda = new CudaFeatures("0:0", TornadoVMBackendType.CUDA);
    private final CudaFeatures openCl = new CudaFeatures("0:1", TornadoVMBackendType.OPENCL);

    @BeforeEach
    void none() {
        System.clearProperty(CudaFeatures.PRODUCTS_PROPERTY);
        System.clearProperty(CudaFeatures.GRAPH_PROPERTY);
    }

    @AfterEach
    void restore() {
        properties.restore();
    }

    @Test
    void bothAreOnWithTheCudaBackendAlone() {
        assertThat(cuda.graph()).isTrue();
        assertThat(openCl.graph()).isFalse();
        assertThat(openCl.products(Products.TILED, Precision.FP32)).isEqualTo(Products.TILED);
        // an SDK without CUDA has no cuBLAS either
        Products ofCuda = hasCublas() ? Products.CUBLAS : Products.TILED;
        assertThat(cuda.products(Products.TILED, Precision.FP32)).isEqualTo(ofCuda);
    }

    private static boolean hasCublas() {
        return CudaFeaturesTest.class.getClassLoader().getResource("uk/ac/manchester/tornado/cublas/CuBlas.class")
                != null;
    }

    @Test
    void propertiesChooseOtherwise() {
        System.setProperty(CudaFeatures.PRODUCTS_PROPERTY, "tiled");
        System.setProperty(CudaFeatures.GRAPH_PROPERTY, "false");

        assertThat(cuda.graph()).isFalse();
        assertThat(cuda.products(Products.PLAIN, Precision.FP32)).isEqualTo(Products.TILED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cuda.products(Products.PLAIN, Precision.TF32))
                .withMessageStartingWith("precision tf32 with products by tiled: only cuBLAS has it");
    }

    @Test
    void otherBackendsRefuseCudaFeatures() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openCl.products(Products.TILED, Precision.TF32))
                .withMessage("precision tf32: needs an SDK with the CUDA backend, and device 0:1 is of TornadoVM's"
                        + " backend OPENCL; leave it out");
        System.setProperty(CudaFeatures.GRAPH_PROPERTY, "true");
        assertThatIllegalArgumentException()
                .isThrownBy(openCl::graph)
                .withMessageStartingWith("-Dpanamoe.tornado.cudaGraph=true: needs an SDK with the CUDA backend");
        System.setProperty(CudaFeatures.PRODUCTS_PROPERTY, "cublas");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openCl.products(Products.TILED, Precision.FP32))
                .withMessageStartingWith("-Dpanamoe.tornado.gemm=cublas: needs an SDK with the CUDA backend");
    }

    @Test
    void unknownValuesAreRefused() {
        System.setProperty(CudaFeatures.PRODUCTS_PROPERTY, "fast");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cuda.products(Products.TILED, Precision.FP32))
                .withMessageContaining("=fast: expected one of plain, tiled, cublas");
        System.setProperty(CudaFeatures.GRAPH_PROPERTY, "yes");
        assertThatIllegalArgumentException()
                .isThrownBy(cuda::graph)
                .withMessage("-Dpanamoe.tornado.cudaGraph=yes: expected true or false");
    }
}
