package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A device that tasks can run on. */
public interface TornadoDevice {

    /** Backend and number, for example {@code opencl-0-0}. */
    String getDeviceName();

    /** Name and type in words. */
    String getDescription();

    /** The hardware behind the device. */
    TornadoTargetDevice getPhysicalDevice();

    TornadoDeviceType getDeviceType();

    /** Bytes that one array may take. */
    long getMaxAllocMemory();

    /** Bytes of memory. */
    long getMaxGlobalMemory();

    TornadoVMBackendType getTornadoVMBackend();
}
