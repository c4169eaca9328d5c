package uk.ac.manchester.tornado.api;

/** The hardware behind a device. */
public interface TornadoTargetDevice {

    /** The name that its maker gave it. */
    String getDeviceName();
}
