package panamoe.tornado;

/** The tensors of a step do not fit into the device's memory. */
public final class OutOfDeviceMemoryException extends IllegalStateException {

    OutOfDeviceMemoryException(Device device, long resident, long temporary, long streamed, long largest) {
        super("the step needs " + Bytes.format(resident + temporary + streamed) + " on device " + device + " ("
                + Bytes.format(resident) + " for weights, moments and other tensors that stay there, "
                + Bytes.format(temporary)
                + " for activations and gradients, " + Bytes.format(streamed) + " for the batch), its largest tensor "
                + Bytes.format(largest) + "; the device takes " + Bytes.format(device.memory()) + ", at most "
                + Bytes.format(device.largestArray())
                + " in one tensor: lower the batch size, the number of experts or the"
                + " model's width, or raise -D" + Device.MEMORY_PROPERTY + " if the device has more");
    }

    OutOfDeviceMemoryException(Device device, long held, RuntimeException cause) {
        super(
                "TornadoVM could not get memory on device " + device + " while the plans held " + Bytes.format(held)
                        + ": lower the batch size or the model, or -D" + Device.MEMORY_PROPERTY
                        + " so that fewer plans are kept (" + cause.getMessage() + ")",
                cause);
    }
}
