package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.Storage;

/** The storage of a tensor. It owns no memory on the device: plans give its {@link Version versions} their places. */
final class DeviceBuffer implements Storage {

    private final DType dtype;
    private final int length;
    private boolean shortLived;
    private Version version;

    /** @param defined true if the elements are zeros, false if nobody may count on them */
    DeviceBuffer(DType dtype, int length, boolean defined) {
        this.dtype = dtype;
        this.length = length;
        this.shortLived = !defined;
        this.version = new Version(dtype, length, shortLived, defined);
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public int length() {
        return length;
    }

    /** What the buffer holds now. */
    Version version() {
        return version;
    }

    /** Nobody will read what the buffer holds now. */
    void discard() {
        shortLived = true;
        replace(false);
    }

    /** The host's copy, every element of which is about to be written; calls recorded before keep the old elements. */
    HeapStorage toOverwrite() {
        // the first content of a buffer may well be its last: weights are read from a file once
        shortLived |= version.stamp() > 0;
        replace(false);
        return version.toWrite();
    }

    private void replace(boolean defined) {
        version.die();
        version = new Version(dtype, length, shortLived, defined);
    }
}
