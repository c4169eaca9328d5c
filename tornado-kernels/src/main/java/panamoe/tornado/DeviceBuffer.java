package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.Storage;

/** The storage of a tensor. It owns no memory on the device: its {@link Version versions} lie in the slots of plans. */
final class DeviceBuffer implements Storage {

    private final DType dtype;
    private final int length;
    private boolean shortLived;
    private Version version;

    /** @param defined true if the elements are zeros, false if they are undefined */
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

    /** The current content. */
    Version version() {
        return version;
    }

    /** Drops the current content: nobody reads it after the recorded calls. */
    void discard() {
        shortLived = true;
        replace(false);
    }

    /**
     * A new copy on the host, of which the caller writes every element. Calls that were recorded before still use the
     * old content.
     */
    HeapStorage toOverwrite() {
        // not at the first write: weights are written once, from a file, and then stay
        shortLived |= version.stamp() > 0;
        replace(false);
        return version.toWrite();
    }

    private void replace(boolean defined) {
        version.markDead();
        version = new Version(dtype, length, shortLived, defined);
    }
}
