package panamoe.tensor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class ProfileTextTest {

    /** Two steps of 10 ms: 12 ms in products, 4 ms in a copy, 3 ms on the host, 1 ms for counting. */
    private static ProfileReport report(boolean limits) {
        KernelTotal product =
                new KernelTotal("gemm NN", 6, 0.012, 600_000_000, 12_000_000, limits ? Double.valueOf(0.006) : null);
        KernelTotal copy = new KernelTotal("copy", 3, 0.004, 0, 20_000_000, limits ? Double.valueOf(0.002) : null);
        return new ProfileReport(
                Lists.immutable.of(product, copy),
                0.020,
                0.001,
                limits ? Optional.of(new Roofline(100, 10)) : Optional.empty(),
                false);
    }

    @Test
    void theTableHasMeansPerStep() {
        assertThat(ProfileText.lines(report(true), 2)).containsExactly("""
                kernel                        calls            ms    share            rate  of roofline
                gemm NN                           3         6.000   60.0 %    50.0 GFLOP/s         50 %
                copy                            1.5         2.000   20.0 %     5.0 GB/s            50 %
                host                                        1.500   15.0 %
                counting                                    0.500    5.0 %
                sum                             4.5        10.000  100.0 %
                """.split("\n"));
    }

    @Test
    void withoutARooflineThereIsNoFraction() {
        assertThat(ProfileText.lines(report(false), 1)).startsWith("""
                kernel                        calls            ms    share            rate
                gemm NN                           6        12.000   60.0 %    50.0 GFLOP/s
                copy                              3         4.000   20.0 %     5.0 GB/s
                """.split("\n"));
    }
}
