package uk.ac.manchester.tornado.api.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.FIRST_EXECUTION;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

class DeviceMemoryTest {

    private String limit;

    @BeforeEach
    void limitsTheMemory() {
        limit = System.getProperty(DeviceMemory.PROPERTY);
        System.setProperty(DeviceMemory.PROPERTY, "1KB");
    }

    @AfterEach
    void restoresTheLimit() {
        if (limit == null) {
            System.clearProperty(DeviceMemory.PROPERTY);
        } else {
            System.setProperty(DeviceMemory.PROPERTY, limit);
        }
    }

    private static void clear(FloatArray x) {
        x.clear();
    }

    private static TornadoExecutionPlan planWith(int elements) {
        FloatArray x = new FloatArray(elements);
        return new TornadoExecutionPlan(new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, x)
                .task("t", DeviceMemoryTest::clear, x)
                .snapshot());
    }

    @Test
    void allPlansTogetherKeepToTheLimit() throws TornadoExecutionPlanException {
        try (TornadoExecutionPlan one = planWith(128);
                TornadoExecutionPlan other = planWith(124);
                TornadoExecutionPlan tooMuch = planWith(125)) {
            one.execute();
            one.execute();
            assertThatThrownBy(tooMuch::execute)
                    .isInstanceOf(TornadoOutOfMemoryException.class)
                    .hasMessageContaining(
                            "an array needs 516 bytes on the device, but 528 of its 1024 bytes are taken");
            assertThatThrownBy(other::execute).isInstanceOf(TornadoOutOfMemoryException.class);
            one.freeDeviceMemory();
            tooMuch.execute();
        }
        try (TornadoExecutionPlan all = planWith(252)) {
            all.execute();
        }
    }

    @Test
    void readsSizesAsTornadoVmWritesThem() {
        assertThat(DeviceMemory.parse("4GB")).isEqualTo(4L << 30);
        assertThat(DeviceMemory.parse("512MB")).isEqualTo(512L << 20);
        assertThat(DeviceMemory.parse("3KB")).isEqualTo(3072);
        assertThat(DeviceMemory.parse("100")).isEqualTo(100);
        assertThatThrownBy(() -> DeviceMemory.parse("4 gigabytes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dtornado.device.memory=4 gigabytes: expected a size such as 512MB or 8GB");
    }
}
