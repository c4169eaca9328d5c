package panamoe.tornado;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Precision;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/** The devices of this machine's TornadoVM, by {@code backend:device} number. */
final class TornadoDevices {

    private TornadoDevices() {}

    /** One line for each device: number, name, type, backend, memory. */
    static ImmutableList<String> describe() {
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        MutableList<String> lines = Lists.mutable.empty();
        for (int i = 0; i < runtime.getNumBackends(); i++) {
            for (int j = 0; j < runtime.getBackend(i).getNumDevices(); j++) {
                TornadoDevice device = runtime.getBackend(i).getDevice(j);
                lines.add(i + ":" + j + "  " + Device.name(device) + "  (" + device.getDeviceType() + ", "
                        + runtime.getBackendType(i) + ", " + Bytes.format(device.getMaxGlobalMemory())
                        + ", largest array "
                        + Bytes.format(device.getMaxAllocMemory()) + ")");
            }
        }
        return lines.toImmutable();
    }

    /**
     * The device of that number.
     *
     * @throws IllegalArgumentException in one line, if there is none, with a list of all devices, or if the device does
     *     not support the precision
     */
    static Device find(String id, Precision precision) {
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        for (int i = 0; i < runtime.getNumBackends(); i++) {
            for (int j = 0; j < runtime.getBackend(i).getNumDevices(); j++) {
                if (id.equals(i + ":" + j)) {
                    return Device.of(runtime.getBackend(i).getDevice(j), id, precision);
                }
            }
        }
        throw new IllegalArgumentException("device '" + id + "': expected one of TornadoVM's devices, "
                + describe().makeString("; "));
    }
}
