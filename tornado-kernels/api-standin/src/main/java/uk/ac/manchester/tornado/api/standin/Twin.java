package uk.ac.manchester.tornado.api.standin;

import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** An array of the host and its twin on the device. The tasks of one graph of one plan work on the twin. */
public final class Twin {

    /** How the first task that touches the array uses it. */
    private enum FirstTask {
        NOT_KNOWN,
        READS,
        ONLY_WRITES
    }

    private final TornadoNativeArray host;
    private final boolean everyExecution;
    private FirstTask firstTask = FirstTask.NOT_KNOWN;
    private @Nullable TornadoNativeArray device;
    private @Nullable Upload upload;

    /**
     * A pair. The twin has no memory yet.
     *
     * @param everyExecution true if each execution sends the array, false if only the first does
     */
    public Twin(TornadoNativeArray host, boolean everyExecution) {
        this.host = host;
        this.everyExecution = everyExecution;
    }

    /** The array on the device; null if it has no memory. @throws IllegalStateException if it has no memory */
    public TornadoNativeArray array() {
        if (device == null) {
            throw new IllegalStateException("an array of " + host.getSize() + " elements has no twin before begin");
        }
        return device;
    }

    /** Allocates the twin if it has no memory, and sends the array if it is to be sent. */
    public void begin() {
        boolean first = device == null;
        if (first) {
            DeviceMemory.take(bytes());
            device = host instanceof FloatArray ? new FloatArray(host.getSize()) : new IntArray(host.getSize());
        }
        if (first || everyExecution) {
            send();
        }
    }

    private void send() {
        switch (firstTask) {
            case READS -> elements(array()).copyAll(elements(host));
            case NOT_KNOWN -> {
                upload = new Upload(elements(host).copy(), elements(array()));
                elements(array()).watch(upload);
            }
            case ONLY_WRITES -> {}
        }
    }

    /** Notes that a task with this array has ended. */
    public void taskEnded() {
        if (upload != null && upload.isTouched()) {
            firstTask = upload.isSent() ? FirstTask.READS : FirstTask.ONLY_WRITES;
            upload = null;
            elements(array()).watch(null);
        }
    }

    /** Copies the twin to the host. */
    public void fetch() {
        if (device == null) {
            throw new TornadoRuntimeException("an array of " + host.getSize()
                    + " elements is not on the device: fetch it before freeDeviceMemory, or execute the plan again");
        }
        elements(host).copyAll(elements(device));
    }

    /** Frees the twin's memory. */
    public void free() {
        if (device != null) {
            DeviceMemory.giveBack(bytes());
            device = null;
            upload = null;
        }
    }

    private long bytes() {
        return DeviceMemory.bytes(host.getSize());
    }

    private static Elements elements(HasElements array) {
        return array.elements();
    }
}
