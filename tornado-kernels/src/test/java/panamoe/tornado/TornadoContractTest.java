package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.ElementwiseKernels;
import panamoe.tensor.FusedKernels;
import panamoe.tensor.Precision;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.kernels.BrokenArgument;
import panamoe.tensor.kernels.IndexRefusals;
import panamoe.tensor.kernels.KernelAgreement;
import panamoe.tensor.kernels.KernelCase;
import panamoe.tensor.kernels.KernelCases;
import panamoe.tensor.kernels.LargeScores;
import panamoe.tensor.reference.ReferenceBackend;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * Every kernel passes the cases that all backends pass. They run on the stand-in or, with an SDK, on its first device,
 * in three layouts: single items, groups of items, and tiles.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TornadoContractTest {

    /**
     * The errors that OpenCL and CUDA allow for exponentials and similar functions, with room for one more operation.
     */
    private static final double ELEMENTWISE = 1e-5;

    /** Sums are computed in another order than in the reference. */
    private static final double SUMS = 1e-4;

    /** True if only the layout of GPUs is tested, to save time on a rented GPU. */
    private static final boolean TILED_ONLY = "tiled".equals(System.getProperty("panamoe.tornado.contract"));

    private final Backend reference = new ReferenceBackend();
    private final Map<String, Backend> backends = new LinkedHashMap<>();

    TornadoContractTest() {
        Device device = TornadoDevices.find("0:0", Precision.FP32);
        if (!TILED_ONLY) {
            backends.put("single items", new TornadoBackend(layout(device, 1, Products.PLAIN)));
            backends.put("groups of 32", new TornadoBackend(layout(device, 32, Products.PLAIN)));
        }
        backends.put("groups of 64, tiled", new TornadoBackend(layout(device, 64, Products.TILED)));
    }

    private static Device layout(Device device, int items, Products products) {
        return new Device(
                device.device(),
                device.id(),
                items,
                3,
                products,
                Precision.FP32,
                false,
                true,
                device.memory(),
                device.largestArray());
    }

    @AfterAll
    void close() {
        backends.values().forEach(Backend::close);
        reference.close();
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReference() {
        return eachKernelFirst()
                .map(c -> DynamicTest.dynamicTest(
                        c.toString(),
                        () -> backends.forEach((name, backend) -> KernelAgreement.check(
                                c.withToleranceOfAtLeast(isElementwise(c) ? ELEMENTWISE : SUMS),
                                reference,
                                backend,
                                name))));
    }

    /**
     * The first case of every kernel, then the second of every kernel that has one, and so on. So a run that is cut off
     * has tested every kernel.
     */
    private static Stream<KernelCase> eachKernelFirst() {
        Map<String, Integer> seen = new HashMap<>();
        Map<Integer, List<KernelCase>> rounds = KernelCases.all().stream()
                .collect(Collectors.groupingBy(
                        c -> seen.merge(c.kernel(), 1, Integer::sum), TreeMap::new, Collectors.toList()));
        return rounds.values().stream().flatMap(List::stream);
    }

    @TestFactory
    Stream<DynamicTest> productsByCublasAgreeToo() {
        Device device = TornadoDevices.find("0:0", Precision.FP32);
        if (!hasCublas(device)) {
            return Stream.empty();
        }
        Backend backend = new TornadoBackend(layout(device, 32, Products.CUBLAS));
        return KernelCases.all().stream()
                .filter(c -> c.kernel().equals("gemm"))
                .map(c -> DynamicTest.dynamicTest(
                        c.toString(),
                        () -> KernelAgreement.check(c.withToleranceOfAtLeast(SUMS), reference, backend, "cuBLAS")))
                .onClose(backend::close);
    }

    /** A plan of products alone has no task with a grid. */
    @Test
    void productsByCublasNeedNoOtherTask() {
        Device device = TornadoDevices.find("0:0", Precision.FP32);
        assumeTrue(hasCublas(device), "no cuBLAS on " + device);
        try (Backend backend = new TornadoBackend(layout(device, 32, Products.CUBLAS))) {
            Tensor a = Tensor.of(backend, Shape.of(1, 2), 3, 4);
            Tensor b = Tensor.of(backend, Shape.of(2, 1), 5, 6);
            Tensor c = Tensor.zeros(backend, DType.F32, Shape.of(1, 1));
            backend.gemm(a, false, b, false, c);
            assertThat(backend.readFloats(c)).containsExactly(39);
        }
    }

    /**
     * The sizes of cuBLAS's products are compiled into a plan, and the number of tokens differs from batch to batch.
     */
    @Test
    void aPlanOfCublasServesManyNumbersOfRows() {
        Device device = TornadoDevices.find("0:0", Precision.FP32);
        assumeTrue(hasCublas(device), "no cuBLAS on " + device);
        try (TornadoBackend backend = new TornadoBackend(layout(device, 32, Products.CUBLAS))) {
            for (int rows = 300; rows <= 330; rows++) {
                double[] ones = new double[2 * rows];
                Arrays.fill(ones, 1);
                Tensor x = Tensor.of(backend, Shape.of(rows, 2), ones);
                Tensor y = Tensor.zeros(backend, DType.F32, Shape.of(rows, 3));
                backend.gemm(x, false, Tensor.of(backend, Shape.of(2, 3), 1, 2, 3, 4, 5, 6), false, y);
                assertThat(backend.readFloats(y))
                        .hasSize(3 * rows)
                        .startsWith(5, 7, 9)
                        .endsWith(5, 7, 9)
                        .containsOnly(5, 7, 9);
            }
            // up to 320 rows and up to 384
            assertThat(backend.plansMade()).isEqualTo(2);
        }
    }

    /** Weights lie one after the other in one buffer, and cuBLAS reads copies of them. */
    @Test
    void productsByCublasSeeWeightsThatChange() {
        Device device = TornadoDevices.find("0:0", Precision.FP32);
        assumeTrue(hasCublas(device), "no cuBLAS on " + device);
        try (Backend backend = new TornadoBackend(layout(device, 32, Products.CUBLAS))) {
            Tensor all = Tensor.of(backend, Shape.of(3), 0, 5, 6);
            Tensor weights = Tensor.of(all.storage(), 1, Shape.of(2, 1));
            Tensor x = Tensor.of(backend, Shape.of(1, 2), 3, 4);
            Tensor[] y = new Tensor[3];
            for (int i = 0; i < y.length; i++) {
                y[i] = Tensor.zeros(backend, DType.F32, Shape.of(1, 1));
                backend.gemm(x, false, weights, false, y[i]);
                if (i == 1) {
                    backend.axpy(1, Tensor.of(backend, Shape.of(3), 0, 5, 6), all);
                }
            }
            assertThat(Arrays.stream(y).map(each -> backend.readFloats(each)[0]))
                    .containsExactly(39f, 39f, 78f);
        }
    }

    @Test
    void rowsAreRoundedToEightNumbersAnOctave() {
        assertThat(IntStream.rangeClosed(1, 4096).map(Cublas::rounded).distinct())
                .containsExactly(
                        64, 128, 192, 256, 320, 384, 448, 512, 576, 640, 704, 768, 832, 896, 960, 1024, 1152, 1280,
                        1408, 1536, 1664, 1792, 1920, 2048, 2304, 2560, 2816, 3072, 3328, 3584, 3840, 4096);
        assertThat(IntStream.rangeClosed(1, 4096)).allMatch(rows -> Cublas.rounded(rows) >= rows);
    }

    /** True for the stand-in and for devices of TornadoVM's CUDA backend. */
    private static boolean hasCublas(Device device) {
        TornadoVMBackendType type = device.device().getTornadoVMBackend();
        return type == TornadoVMBackendType.JAVA || type == TornadoVMBackendType.CUDA;
    }

    @TestFactory
    Stream<DynamicTest> refusesArgumentsThatBreakTheContract() {
        Backend backend = backends.values().iterator().next();
        Map<String, KernelCase> first =
                KernelCases.all().stream().collect(Collectors.toMap(KernelCase::kernel, c -> c, (a, b) -> a));
        return first.values().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.kernel(),
                        () -> BrokenArgument.all(c, backend)
                                .forEach(broken -> assertThatIllegalArgumentException()
                                        .as("%s: %s", c, broken)
                                        .isThrownBy(broken::launch))));
    }

    @TestFactory
    Stream<DynamicTest> attentionHoldsForLargeScores() {
        return backends.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> LargeScores.check(e.getValue(), e.getKey())));
    }

    /** The host wrote these indices, so they are checked with and without the checking mode. */
    @TestFactory
    Stream<DynamicTest> refusesIndicesOutOfRange() {
        return IndexRefusals.all().stream()
                .map(r -> DynamicTest.dynamicTest(
                        r.toString(), () -> backends.values().forEach(r::check)));
    }

    /** A recorded kernel makes these indices, so only the device has them. */
    @Test
    void indicesMadeByKernelsAreCheckedInTheCheckingMode() {
        Backend backend = backends.values().iterator().next();
        Tensor index = Tensor.zeros(backend, DType.I32, Shape.of(2));
        backend.fill(3, index);
        Tensor x = Tensor.zeros(backend, DType.F32, Shape.of(3, 4));
        Tensor y = Tensor.zeros(backend, DType.F32, Shape.of(2, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend.gatherRows(x, index, y))
                .withMessage("gatherRows: index element 0 is 3, expected -1..2");
    }

    /**
     * A default method computes the right result by several kernels and temporary tensors, which is slow on a device.
     */
    @Test
    void hasItsOwnKernelForEachFusedOne() {
        assertThat(Arrays.stream(FusedKernels.class.getDeclaredMethods())
                        .filter(m -> m.isDefault())
                        .map(m -> m.getName()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Arrays.stream(TornadoFused.class.getDeclaredMethods())
                                .map(m -> m.getName()))
                        .contains(name));
    }

    private static boolean isElementwise(KernelCase c) {
        return Arrays.stream(ElementwiseKernels.class.getDeclaredMethods())
                .anyMatch(m -> m.getName().equals(c.kernel()));
    }
}
