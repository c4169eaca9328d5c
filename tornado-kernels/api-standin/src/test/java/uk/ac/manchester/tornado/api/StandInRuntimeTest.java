package uk.ac.manchester.tornado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

class StandInRuntimeTest {

    @Test
    void hasOneDevice() {
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        assertThat(runtime.getNumBackends()).isEqualTo(1);
        assertThat(runtime.getBackendType(0)).isEqualTo(TornadoVMBackendType.JAVA);
        assertThat(runtime.getBackend(0).getNumDevices()).isEqualTo(1);
        TornadoDevice device = runtime.getBackend(0).getDevice(0);
        assertThat(device).isSameAs(runtime.getDefaultDevice());
        assertThat(device.getDeviceName()).isEqualTo("stand-in (plain Java)");
        assertThat(device.getDeviceType()).isEqualTo(TornadoDeviceType.CPU);
        assertThat(device.getMaxAllocMemory()).isPositive().isLessThanOrEqualTo(device.getMaxGlobalMemory());
    }

    @Test
    void refusesAnotherNumber() {
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        assertThatThrownBy(() -> runtime.getBackend(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backend 1: the stand-in has one, number 0");
        assertThatThrownBy(() -> runtime.getBackend(0).getDevice(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
