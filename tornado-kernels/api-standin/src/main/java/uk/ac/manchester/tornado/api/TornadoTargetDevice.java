package uk.ac.manchester.tornado.api;

/** The hardware behind a device. */
public interface TornadoTargetDevice {

    /** The manufacturer's name of the device. */
    String getDeviceName();
}
