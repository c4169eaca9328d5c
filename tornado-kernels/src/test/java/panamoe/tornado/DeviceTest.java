package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Backends;
import panamoe.tensor.Precision;
import uk.ac.manchester.tornado.api.WorkerGrid;

/** The user's settings of devices are checked. Wrong ones are refused in one line. */
class DeviceTest {

    private final SetProperties properties =
            new SetProperties(Device.ITEMS_PROPERTY, Device.MEMORY_PROPERTY, Device.CHECK_PROPERTY);

    @AfterEach
    void restore() {
        properties.restore();
    }

    @Test
    void anUnknownDeviceIsRefusedWithAListOfDevices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoDevices.find("9:9", Precision.FP32))
                .withMessageStartingWith("device '9:9': expected one of TornadoVM's devices, 0:0  ");
    }

    @Test
    void aBackendWithoutDevicesRefusesOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Backends.create("scalar", new BackendRequest(1, Optional.of("0:0"), Optional.empty())))
                .withMessageContaining("backend scalar has no devices");
    }

    @Test
    void aBackendOfTheCpuHasOnePrecision() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backends.create("scalar-tf32", 1))
                .withMessageStartingWith("precision tf32: backend scalar computes in fp32 alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "512"})
    void itemsOfAGroupAreAPowerOfTwo(String items) {
        System.setProperty(Device.ITEMS_PROPERTY, items);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoDevices.find("0:0", Precision.FP32))
                .withMessageContaining(Device.ITEMS_PROPERTY + "=" + items)
                .withMessageContaining("expected a power of two from 1 to 256");
    }

    @Test
    void theCheckingModeIsOffByDefault() {
        System.clearProperty(Device.CHECK_PROPERTY);
        assertThat(TornadoDevices.find("0:0", Precision.FP32).checksIndices()).isFalse();
        System.setProperty(Device.CHECK_PROPERTY, "true");
        assertThat(TornadoDevices.find("0:0", Precision.FP32).checksIndices()).isTrue();
        System.setProperty(Device.CHECK_PROPERTY, "yes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoDevices.find("0:0", Precision.FP32))
                .withMessage("-Dpanamoe.tornado.checkIndices=yes: expected true or false");
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
    void theLimitBoundsTheDevicesMemory() {
        System.setProperty(Device.MEMORY_PROPERTY, "1MB");
        assertThat(TornadoDevices.find("0:0", Precision.FP32).memory()).isEqualTo(1 << 20);
        System.setProperty(Device.MEMORY_PROPERTY, "100000000GB");
        assertThat(TornadoDevices.find("0:0", Precision.FP32).memory()).isLessThan(100_000_000L << 30);
    }

    @Test
    void aGridHasWholeGroups() {
        for (Kernel.Grid grid : Kernel.Grid.values()) {
            WorkerGrid worker = TornadoDevices.find("0:0", Precision.FP32).grid(grid);
            long items = worker.getLocalWork()[0];
            assertThat(worker.getGlobalWork()[0] % items).as("%s", grid).isZero();
            assertThat(items).as("%s", grid).isBetween(1L, (long) Device.MAX_GROUP_ITEMS);
        }
    }
}
