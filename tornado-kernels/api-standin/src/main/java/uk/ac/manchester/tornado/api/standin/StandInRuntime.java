package uk.ac.manchester.tornado.api.standin;

import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A runtime with one backend, which has one device: number {@code 0:0}. */
public final class StandInRuntime implements TornadoRuntime, TornadoBackend {

    /** The runtime. */
    public static final StandInRuntime INSTANCE = new StandInRuntime();

    private final StandInDevice device = new StandInDevice();

    private StandInRuntime() {}

    @Override
    public int getNumBackends() {
        return 1;
    }

    @Override
    public TornadoBackend getBackend(int index) {
        only("backend", index);
        return this;
    }

    @Override
    public TornadoVMBackendType getBackendType(int index) {
        return getBackend(index).getBackendType();
    }

    @Override
    public TornadoVMBackendType getBackendType() {
        return device.getTornadoVMBackend();
    }

    @Override
    public String getName() {
        return device.getDescription();
    }

    @Override
    public int getNumDevices() {
        return 1;
    }

    @Override
    public TornadoDevice getDevice(int index) {
        only("device", index);
        return device;
    }

    @Override
    public TornadoDevice getDefaultDevice() {
        return device;
    }

    private static void only(String what, int index) {
        if (index != 0) {
            throw new IllegalArgumentException(what + " " + index + ": the stand-in has one, number 0");
        }
    }
}
