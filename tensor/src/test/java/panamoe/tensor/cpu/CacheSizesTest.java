package panamoe.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSizesTest {

    @ParameterizedTest
    @CsvSource({"1024K, 1048576", "256K, 262144", "'512K\n', 524288", "12288K, 12582912"})
    void parsesTheFormatOfLinux(String text, int bytes) {
        assertThat(CacheSizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"''", "lots", "1M", "0K", "-4K", "99999999999K"})
    void takesTheDefaultForAnythingElse(String text) {
        assertThat(CacheSizes.parse(text)).isEqualTo(CacheSizes.DEFAULT);
    }

    @Test
    void aPanelFitsTheCacheAndIsNeverEmpty() {
        assertThat(GemmPartition.maxDepth(48 << 10, 32)).isEqualTo(256);
        assertThat(GemmPartition.maxDepth(32 << 10, 32)).isEqualTo(192);
        assertThat(GemmPartition.maxDepth(32 << 10, 16)).isEqualTo(384);
        assertThat(GemmPartition.maxDepth(1, 32)).isEqualTo(128);
        assertThat(GemmPartition.maxDepth(64 << 20, 32)).isEqualTo(512);
    }
}
