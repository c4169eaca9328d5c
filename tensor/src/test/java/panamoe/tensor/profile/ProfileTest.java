package panamoe.tensor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

class ProfileTest {

    private final Backend plain = Backends.create("auto", 1);

    /** 10 GFLOP/s and 1 GB/s: a byte takes as long as ten operations. */
    private final Profile profile = Profile.of(plain, Optional.of(new Roofline(10, 1)));

    private final Backend backend = profile.backend();

    @AfterEach
    void close() {
        plain.close();
    }

    private Tensor zeros(int... dims) {
        return Tensor.zeros(plain, plain.floatType(), Shape.of(dims));
    }

    private Tensor ints(int... values) {
        return Tensor.ofInts(plain, Shape.of(values.length), values);
    }

    /** The only kernel of the profile. */
    private KernelTotal only() {
        assertThat(profile.report().kernels()).hasSize(1);
        return profile.report().kernels().getFirst();
    }

    private void assertWork(String kernel, long flops, long bytes) {
        KernelTotal total = only();
        assertThat(total.kernel()).isEqualTo(kernel);
        assertThat(total.flops()).isEqualTo(flops);
        assertThat(total.bytes()).isEqualTo(bytes);
        assertThat(total.leastSeconds()).isCloseTo(Math.max(flops / 10e9, bytes / 1e9), within(1e-15));
        profile.restart();
    }

    @Test
    void aProductHas2mknOperationsInEveryLayout() {
        int values = 3 * 5 + 5 * 7 + 3 * 7;
        backend.gemm(zeros(3, 5), false, zeros(5, 7), false, zeros(3, 7));
        assertWork("gemm NN", 2 * 3 * 5 * 7, 4 * values);
        backend.gemm(zeros(3, 5), false, zeros(7, 5), true, zeros(3, 7));
        assertWork("gemm NT", 2 * 3 * 5 * 7, 4 * values);
        backend.gemm(zeros(5, 3), true, zeros(5, 7), false, zeros(3, 7));
        assertWork("gemm TN", 2 * 3 * 5 * 7, 4 * values);
        backend.gemm(1, zeros(5, 3), true, zeros(7, 5), true, 0, zeros(3, 7));
        assertWork("gemm TT", 2 * 3 * 5 * 7, 4 * values);
        // with beta the product also reads c
        backend.gemm(1, zeros(3, 5), false, zeros(5, 7), false, 1, zeros(3, 7));
        assertWork("gemm NN", 2 * 3 * 5 * 7, 4 * (values + 3 * 7));
    }

    /** Four groups, of which two have rows: three of the eight rows are padding. */
    @Test
    void groupedProductsHaveTheOperationsOfTheRowsInGroups() {
        Tensor offsets = ints(1, 1, 4, 6, 6);
        backend.groupedGemm(zeros(8, 3), zeros(4, 3, 2), false, offsets, zeros(8, 2));
        assertWork("groupedGemm NN", 2 * 5 * 3 * 2, 4 * (5 * 3 + 2 * 3 * 2 + 5 + 8 * 2));
        backend.groupedGemm(zeros(8, 3), zeros(4, 2, 3), true, offsets, zeros(8, 2));
        assertWork("groupedGemm NT", 2 * 5 * 3 * 2, 4 * (5 * 3 + 2 * 3 * 2 + 5 + 8 * 2));
        backend.groupedGemmWeightGradient(zeros(8, 3), zeros(8, 2), offsets, zeros(4, 3, 2));
        assertWork("groupedGemmWeightGradient", 2 * 5 * 3 * 2, 4 * (5 * (3 + 2) + 5 + 4 * 3 * 2));
    }

    /** Sequences of 3, 0 and 2 rows: 9 + 4 pairs, each with a product of 6 elements per score, over all heads. */
    @Test
    void attentionHasTwoProductsPerPairAndItsGradientFive() {
        Tensor offsets = ints(0, 3, 3, 5);
        Tensor qkv = zeros(5, 18);
        Tensor normalizers = zeros(5, 4);
        backend.attention(qkv, offsets, 2, zeros(5, 6), normalizers);
        assertWork("attention", 2 * (9 + 4) * 2 * 6, 4 * (5 * 18 + 4 + 5 * 6 + 5 * 4));
        backend.attentionBackward(qkv, normalizers, zeros(5, 6), offsets, 2, zeros(5, 18));
        assertWork("attentionBackward", 5 * (9 + 4) * 2 * 6, 4 * (2 * 5 * 18 + 5 * 4 + 5 * 6 + 4));
    }

    @Test
    void aGatherReadsNoMoreThanItWrites() {
        backend.gatherRows(zeros(1000, 4), ints(5, 7), zeros(2, 4));
        assertWork("gatherRows", 0, 4 * (8 + 2 + 8));
        backend.gatherRows(zeros(2, 4), ints(0, 1, 0, 1), zeros(4, 4));
        assertWork("gatherRows", 0, 4 * (8 + 4 + 16));
        backend.scatterAddRows(zeros(2, 4), ints(5, 7), zeros(1000, 4));
        assertWork("scatterAddRows", 0, 4 * (8 + 2 + 4000));
    }

    @Test
    void adamWTouchesTheActiveSegments() {
        Tensor settings = Tensor.of(plain, Shape.of(3, 5), new double[] {1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 1});
        backend.adamW(
                new Backend.AdamWBuffers(zeros(100), zeros(100), zeros(100), zeros(100)),
                new Backend.AdamWSegments(ints(0, 10, 70, 100), settings),
                zeros(),
                0.9,
                0.999,
                1e-8);
        assertWork("adamW", 0, 7 * 4 * (10 + 30));
    }

    @Test
    void copiesToAndFromTheHostAreCounted() {
        backend.write(zeros(3), new float[] {1, 2, 3});
        assertWork("write", 0, 12);
        backend.readFloats(zeros(5));
        assertWork("read", 0, 20);
    }

    @Test
    void aFusedKernelOfPrimitivesIsOneCall() {
        Profile ofReference = Profile.of(Backends.create("reference", 1), Optional.empty());
        Backend reference = ofReference.backend();
        Tensor x = Tensor.zeros(reference, reference.floatType(), Shape.of(2, 3));
        Tensor bias = Tensor.zeros(reference, reference.floatType(), Shape.of(3));
        reference.biasGelu(x, bias, Tensor.zeros(reference, reference.floatType(), Shape.of(2, 3)));

        assertThat(ofReference.report().kernels())
                .extracting(KernelTotal::kernel)
                .containsExactly("biasGelu");
    }

    @Test
    void theBackendStandsForTheOther() {
        assertThat(backend.name()).isEqualTo(plain.name());
        assertThat(backend.floatType()).isEqualTo(plain.floatType());
        assertThat(backend.vectorBits()).isEqualTo(plain.vectorBits());
        assertThat(backend.deviceName()).isEqualTo(plain.deviceName());
        assertThat(backend.runsLater()).isFalse();
        assertThat(backend).isEqualTo(backend).isNotEqualTo(plain).hasSameHashCodeAs(backend);
        assertThatThrownBy(() -> backend.exp(zeros(3), zeros(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exp");
        assertThat(profile.report().kernels()).as("a refused call").isEmpty();
    }

    @Test
    void theTimesAddUpAndTheLongestComesFirst() {
        for (int i = 0; i < 20; i++) {
            backend.gemm(zeros(300, 300), false, zeros(300, 300), false, zeros(300, 300));
            backend.exp(zeros(1), zeros(1));
        }
        ProfileReport report = profile.report();

        assertThat(report.kernels()).extracting(KernelTotal::kernel).containsExactly("gemm NN", "exp");
        assertThat(report.calls()).isEqualTo(40);
        assertThat(report.kernels())
                .allSatisfy(kernel -> assertThat(kernel.seconds()).isPositive());
        assertThat(report.hostSeconds()).isPositive();
        assertThat(report.ownSeconds()).isPositive();
        assertThat(report.kernelSeconds() + report.hostSeconds() + report.ownSeconds())
                .isCloseTo(report.seconds(), within(1e-9));
    }

    @Test
    void callsOfOtherThreadsAreForwardedAndNotCounted() throws InterruptedException {
        Tensor y = zeros(2);
        Thread other = new Thread(() -> backend.fill(3, y));
        other.start();
        other.join();

        assertThat(plain.readFloats(y)).containsExactly(3, 3);
        assertThat(profile.report().kernels()).isEmpty();
    }

    @Test
    void aBackendThatRunsLaterIsFinishedBeforeAndAfterEachKernel() {
        List<String> calls = new ArrayList<>();
        Backend later = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (self, method, arguments) -> {
                    calls.add(method.getName());
                    return method.getName().equals("runsLater") ? true : method.invoke(plain, arguments);
                });
        Profile waiting = Profile.of(later, Optional.empty());
        calls.clear();
        waiting.backend().fill(1, zeros(2));
        waiting.backend().discard(zeros(2).storage());

        assertThat(calls).containsExactly("finish", "fill", "finish", "discard");
        assertThat(waiting.report().waited()).isTrue();
        assertThat(profile.report().waited()).isFalse();
    }
}
