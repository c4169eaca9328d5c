package panamoe.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmBenchmarkTest {

    private static GemmBenchmark benchmark(String size, String transpose) {
        GemmBenchmark benchmark = new GemmBenchmark();
        benchmark.size = size;
        benchmark.transpose = transpose;
        benchmark.backend = "reference";
        benchmark.threads = 1;
        return benchmark;
    }

    @ParameterizedTest
    @ValueSource(strings = {"NN", "NT", "TN", "TT"})
    void countsTwoOperationsPerProductTerm(String transpose) {
        GemmBenchmark benchmark = benchmark("3x4x5", transpose);
        GemmBenchmark.Operations counted = new GemmBenchmark.Operations();
        benchmark.prepare();
        benchmark.gemm(counted);
        benchmark.gemm(counted);
        benchmark.close();
        assertThat(counted.gflop).isCloseTo(2 * 2e-9 * 3 * 4 * 5, withinPercentage(1e-9));
    }

    @Test
    void refusesAnInvalidSizeOrTranspose() {
        assertThatThrownBy(benchmark("3x4", "NN")::prepare)
                .hasMessage("size 3x4: expected MxKxN, for example 640x384x1536");
        assertThatThrownBy(benchmark("3x4x5", "N")::prepare).hasMessageContaining("transpose N");
    }
}
