package panamoe.bench.jmh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each benchmark once. The kernels refuse tensors of wrong shapes or types, so a mistake in a benchmark fails. */
class KernelBenchmarksTest {

    private static <B extends KernelBenchmark> B prepared(B benchmark) {
        benchmark.backend = "auto";
        benchmark.threads = 2;
        benchmark.prepare();
        return benchmark;
    }

    @ParameterizedTest
    @ValueSource(strings = {"even", "skewed"})
    void groupedProductsRun(String routing) {
        GroupedGemmBenchmark benchmark = new GroupedGemmBenchmark();
        benchmark.routing = routing;
        prepared(benchmark);
        benchmark.forward();
        benchmark.inputGradient();
        benchmark.weightGradient();
        benchmark.close();
    }

    @Test
    void anUnknownRoutingIsRefused() {
        GroupedGemmBenchmark benchmark = new GroupedGemmBenchmark();
        benchmark.routing = "odd";
        assertThatThrownBy(() -> prepared(benchmark)).hasMessage("routing odd: expected even or skewed");
    }

    @Test
    void theOtherBenchmarksRun() {
        AttentionBenchmark attention = prepared(new AttentionBenchmark());
        attention.forward();
        attention.backward();
        attention.close();
        LayerNormBenchmark norm = prepared(new LayerNormBenchmark());
        norm.forward();
        norm.backward();
        norm.close();
        SoftmaxBenchmark softmax = prepared(new SoftmaxBenchmark());
        softmax.softmax();
        softmax.crossEntropy();
        softmax.close();
        GeluBenchmark gelu = prepared(new GeluBenchmark());
        gelu.forward();
        gelu.backward();
        gelu.close();
        AdamWBenchmark adamW = prepared(new AdamWBenchmark());
        adamW.norm();
        adamW.update();
        adamW.close();
        RowsBenchmark rows = prepared(new RowsBenchmark());
        rows.gather();
        rows.scatterAdd();
        rows.close();
    }
}
