package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backends;
import uk.ac.manchester.tornado.api.WorkerGrid;

/** What the user says of devices is checked, and refused in one line. */
class DeviceTest {

    private static final String[] PROPERTIES = {
        Device.ITEMS_PROPERTY, Device.PRODUCTS_PROPERTY, Device.CUDA_GRAPH_PROPERTY, Device.MEMORY_PROPERTY
    };

    private final String[] before = new String[PROPERTIES.length];

    @BeforeEach
    void remember() {
        for (int i = 0; i < PROPERTIES.length; i++) {
            before[i] = System.getProperty(PROPERTIES[i]);
        }
    }

    @AfterEach
    void restore() {
        for (int i = 0; i < PROPERTIES.length; i++) {
            if (before[i] == null) {
                System.clearProperty(PROPERTIES[i]);
            } else {
                System.setProperty(PROPERTIES[i], before[i]);
            }
        }
    }

    @Test
    void anUnknownDeviceIsRefusedWithThoseThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoDevices.find("9:9"))
                .withMessageStartingWith("device '9:9': expected one of TornadoVM's devices, 0:0  ");
    }

    @Test
    void aBackendWithoutDevicesRefusesOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backends.create("scalar", 1, Optional.of("0:0")))
                .withMessageContaining("backend scalar has no devices");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "512"})
    void itemsOfAGroupAreAPowerOfTwo(String items) {
        System.setProperty(Device.ITEMS_PROPERTY, items);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoDevices.find("0:0"))
                .withMessageContaining(Device.ITEMS_PROPERTY + "=" + items)
                .withMessageContaining("expected a power of two from 1 to 256");
    }

    @Test
    void anUnknownWayToMultiplyIsRefused() {
        System.setProperty(Device.PRODUCTS_PROPERTY, "fast");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoDevices.find("0:0"))
                .withMessageContaining("=fast: expected one of plain, tiled, cublas, cublas-tf32");
    }

    @Test
    void cudaGraphsNeedTheCudaBackend() {
        System.setProperty(Device.CUDA_GRAPH_PROPERTY, "true");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoDevices.find("0:0"))
                .withMessageContaining("need an SDK with the CUDA backend");
    }

    @ParameterizedTest
    @CsvSource({"4GB, 4294967296", "512MB, 536870912", "8kb, 8192", "100B, 100"})
    void aMemoryLimitIsANumberAndAUnit(String text, long bytes) {
        assertThat(MemoryLimit.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "GB", "4 GB", "-1GB", "1.5GB"})
    void anythingElseIsNoMemoryLimit(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryLimit.parse(text))
                .withMessageContaining("expected a size such as 512MB or 8GB");
    }

    @Test
    void theLimitBoundsWhatTheDeviceOffers() {
        System.setProperty(Device.MEMORY_PROPERTY, "1MB");
        assertThat(TornadoDevices.find("0:0").memory()).isEqualTo(1 << 20);
        System.setProperty(Device.MEMORY_PROPERTY, "100000000GB");
        assertThat(TornadoDevices.find("0:0").memory()).isLessThan(100_000_000L << 30);
    }

    @Test
    void aGridHasWholeGroups() {
        for (Kernel.Grid grid : Kernel.Grid.values()) {
            WorkerGrid worker = TornadoDevices.find("0:0").grid(grid);
            long items = worker.getLocalWork()[0];
            assertThat(worker.getGlobalWork()[0] % items).as("%s", grid).isZero();
            assertThat(items).as("%s", grid).isBetween(1L, (long) Device.TILE_ITEMS);
        }
    }
}
