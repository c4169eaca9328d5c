package panamoe.tensor.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;
import panamoe.tensor.Backends;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Every backend refuses numbers out of range and shapes that do not match, in one line that says what it expects. */
class PlainArgumentsTest {

    @TestFactory
    Stream<DynamicTest> refusals() {
        return Backends.providers().select(provider -> provider.unavailable().isEmpty()).toList().stream()
                .map(provider -> DynamicTest.dynamicTest(provider.name(), () -> refuses(provider)));
    }

    private static void refuses(BackendProvider provider) {
        Map<String, Consumer<Backend>> calls = new LinkedHashMap<>();
        calls.put("fill: value 2.5 for I32[3], expected an integer", k -> k.fill(2.5, ints(k, 3)));
        calls.put(
                "add: a is F[2], expected to stretch to y F[3]: shapes [2] and [3] do not broadcast: extents 2 and 3"
                        + " differ and neither is 1",
                k -> k.add(reals(k, 2), reals(k, 3), reals(k, 3)));
        calls.put("copy: y is F[3], expected 2 elements", k -> k.copy(reals(k, 2), reals(k, 3)));
        calls.put(
                "logSumExp: x is F[3, 0], expected at least one column", k -> k.logSumExp(reals(k, 3, 0), reals(k, 3)));
        calls.put(
                "layerNorm: eps -1.0, expected at least 0",
                k -> k.layerNorm(
                        reals(k, 2, 3),
                        reals(k, 3),
                        reals(k, 3),
                        -1,
                        new Backend.LayerNormResult(reals(k, 2, 3), reals(k, 2), reals(k, 2))));
        calls.put(
                "gemm: b is F[4, 5], expected 3 rows of 5",
                k -> k.gemm(reals(k, 2, 3), false, reals(k, 4, 5), false, reals(k, 2, 5)));
        calls.put(
                "groupedGemm: w is F[3, 4], expected 3 axes",
                k -> k.groupedGemm(reals(k, 2, 3), reals(k, 3, 4), false, ints(k, 2), reals(k, 2, 4)));
        calls.put(
                "segmentSum: offsets is I32[0], expected at least one element",
                k -> k.segmentSum(reals(k, 2, 3), ints(k, 0), reals(k, 0, 3)));
        for (int heads : new int[] {0, 3}) {
            calls.put(
                    "attention: heads " + heads
                            + ", expected at least 1 and a divisor of d = 8, a third of qkv's 24 columns",
                    k -> k.attention(reals(k, 2, 24), ints(k, 2), heads, reals(k, 2, 8), reals(k, 2, 2 * heads)));
        }
        calls.put(
                "attention: qkv is F[2, 8], expected a multiple of three columns",
                k -> k.attention(reals(k, 2, 8), ints(k, 2), 1, reals(k, 2, 8), reals(k, 2, 1)));
        calls.put("topK: k 4 of x F[2, 3], expected 1..3", k -> k.topK(reals(k, 2, 3), ints(k, 2, 4)));
        calls.put("topK: k 0 of x F[2, 3], expected 1..3", k -> k.topK(reals(k, 2, 3), ints(k, 2, 0)));
        calls.put("floorDivide: divisor 0, expected at least 1", k -> k.floorDivide(ints(k, 2), 0, ints(k, 2)));
        calls.put(
                "dropout: rate 1.0, expected 0 <= rate < 1",
                k -> k.dropout(reals(k, 2), 1, ints(k, 3), 0, reals(k, 2)));
        calls.put(
                "dropout: rate NaN, expected 0 <= rate < 1",
                k -> k.dropout(reals(k, 2), Double.NaN, ints(k, 3), 0, reals(k, 2)));
        calls.put("clipFactor: maxNorm 0.0, expected above 0", k -> k.clipFactor(reals(k), 0, reals(k)));
        calls.put("adamW: beta1 1.0, expected 0 <= beta1 < 1", k -> adamW(k, 1, 0.999, 1e-8));
        calls.put("adamW: beta2 -0.1, expected 0 <= beta2 < 1", k -> adamW(k, 0.9, -0.1, 1e-8));
        calls.put("adamW: eps 0.0, expected above 0", k -> adamW(k, 0.9, 0.999, 0));

        try (Backend backend = provider.create(1)) {
            calls.forEach((message, call) -> assertThatThrownBy(() -> call.accept(backend))
                    .as(provider.name())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message.replace("F[", backend.floatType() + "[")));
        }
    }

    private static void adamW(Backend k, double beta1, double beta2, double eps) {
        k.adamW(
                new Backend.AdamWBuffers(reals(k, 3), reals(k, 3), reals(k, 3), reals(k, 3)),
                new Backend.AdamWSegments(ints(k, 2), reals(k, 1, 5)),
                reals(k),
                beta1,
                beta2,
                eps);
    }

    private static Tensor reals(Backend k, int... dims) {
        return Tensor.zeros(k, k.floatType(), Shape.of(dims));
    }

    private static Tensor ints(Backend k, int... dims) {
        return Tensor.zeros(k, DType.I32, Shape.of(dims));
    }
}
