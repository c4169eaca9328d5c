package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import panamoe.tensor.DType;
import panamoe.tensor.Precision;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Which grouped products are made of padded groups, and by which kernels; {@link TornadoContractTest} checks the results. */
class PaddedGroupsTest {

    private static final int ROWS = 8192;
    private static final int GROUPS = 16;
    private static final int D = 1024;
    private static final int H = 4096;

    private TornadoBackend backend = backend(Products.CUBLAS_GROUPED, Precision.TF32);

    private static TornadoBackend backend(Products products, Precision precision) {
        Device device = TornadoDevices.find("0:0", Precision.FP32);
        return new TornadoBackend(new Device(
                device.device(),
                device.id(),
                32,
                3,
                products,
                precision,
                false,
                false,
                device.memory(),
                device.largestArray()));
    }

    /** Nothing runs here: the backend ends before anybody reads. */
    @AfterEach
    void close() {
        backend.close();
    }

    private static Tensor real(int... dims) {
        return of(DType.F32, dims);
    }

    private static Tensor of(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(new DeviceBuffer(dtype, shape.size(), true), 0, shape);
    }

    private List<String> recorded() {
        return backend.recorder().recorded().stream().map(Kernel::name).toList();
    }

    private void forwardAndBackward(int rows, int d, int h) {
        Tensor x = real(rows, d);
        Tensor w = Tensor.of(real(GROUPS * d * h + 1).storage(), 1, Shape.of(GROUPS, d, h));
        Tensor offsets = of(DType.I32, GROUPS + 1);
        Tensor gy = real(rows, h);
        backend.groupedGemm(x, w, false, offsets, real(rows, h));
        backend.groupedGemm(gy, w, true, offsets, real(rows, d));
        backend.groupedGemmWeightGradient(x, gy, offsets, real(GROUPS, d, h));
    }

    @Test
    void largeProductsInTf32AreBatchesThatSharePaddedRowsAndCopiesOfWeights() {
        forwardAndBackward(ROWS, D, H);

        assertThat(recorded())
                .containsExactly(
                        "padRows",
                        "copy",
                        "cublasSgemmBatchTF32",
                        "groupedGemmRest",
                        "padRows",
                        "cublasSgemmBatchTF32",
                        "groupedGemmRest",
                        "padRows",
                        "cublasSgemmBatchTF32",
                        "weightGradientRest");
    }

    @Test
    void othersAreTiled() {
        List<String> tiled = List.of("groupedGemmTiles", "groupedGemmTiles", "weightGradientTiles");
        forwardAndBackward(ROWS / 8, D / 4, H / 4);
        assertThat(recorded()).isEqualTo(tiled);
        for (Object[] other : new Object[][] {
            {Products.CUBLAS_GROUPED, Precision.FP32},
            {Products.CUBLAS, Precision.TF32},
            {Products.TILED, Precision.FP32}
        }) {
            backend.close();
            backend = backend((Products) other[0], (Precision) other[1]);
            forwardAndBackward(ROWS, D, H);
            assertThat(recorded()).as("%s in %s", other).isEqualTo(tiled);
        }
    }

    @Test
    void paddedRowsAreNotSharedOnceTheirOriginalIsWritten() {
        Tensor x = real(ROWS, D);
        Tensor w = real(GROUPS, D, H);
        Tensor y = real(ROWS, H);
        Tensor offsets = of(DType.I32, GROUPS + 1);
        for (int i = 0; i < 4; i++) {
            backend.groupedGemm(x, w, false, offsets, y);
            if (i == 1) {
                backend.fill(2, x);
            } else if (i == 2) {
                backend.fill(ROWS / GROUPS, offsets);
            }
        }
        assertThat(recorded())
                .containsExactly(
                        "padRows",
                        "cublasSgemmBatchTF32",
                        "groupedGemmRest",
                        "cublasSgemmBatchTF32",
                        "groupedGemmRest",
                        "fill",
                        "padRows",
                        "cublasSgemmBatchTF32",
                        "groupedGemmRest",
                        "fillInts",
                        "padRows",
                        "cublasSgemmBatchTF32",
                        "groupedGemmRest");
    }

    @Test
    void paddingPaysForManyRowsAGroupAndLargeProducts() {
        assertThat(PaddedGroups.pays(ROWS, GROUPS, D, H)).isTrue();
        assertThat(PaddedGroups.pays(ROWS, 1, D, 512)).isTrue();
        assertThat(PaddedGroups.pays(ROWS, 1, D, 511)).as("too little work").isFalse();
        assertThat(PaddedGroups.pays(ROWS, 64, D, H)).isTrue();
        assertThat(PaddedGroups.pays(ROWS, 65, D, H)).as("too few rows a group").isFalse();
        assertThat(PaddedGroups.pays(64 * ROWS, GROUPS, 127, D)).as("narrow").isFalse();
        assertThat(PaddedGroups.pays(64 * ROWS, GROUPS, D, 127)).as("narrow").isFalse();
        assertThat(PaddedGroups.pays(1 << 19, GROUPS, D, 4 * H))
                .as("2^34 elements padded")
                .isFalse();
        assertThat(PaddedGroups.pays(0, 0, D, H)).isFalse();
    }

    @Test
    void aGroupHasRoomForTwiceTheMeanInFewDifferentNumbers() {
        assertThat(PaddedGroups.room(ROWS, GROUPS)).isEqualTo(2 * ROWS / GROUPS);
        assertThat(PaddedGroups.room(ROWS - 100, GROUPS)).isEqualTo(2 * ROWS / GROUPS);
        assertThat(PaddedGroups.room(ROWS + 1, GROUPS)).isEqualTo(1152);
        assertThat(PaddedGroups.room(ROWS, 1)).as("never more than all rows").isEqualTo(ROWS);
        assertThat(PaddedGroups.room(0, 3)).isEqualTo(64);
    }
}
