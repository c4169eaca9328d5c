package uk.ac.manchester.tornado.api.standin;

import java.util.BitSet;

/**
 * An upload that waits for the first task that touches the array: TornadoVM sends the array if that task reads it, and only
 * allocates memory for it if the task only writes it.
 *
 * <p>TornadoVM tells from the task's code, and takes writes in one branch of an {@code if} or in a loop for reads too. The
 * stand-in tells from what the task does, so it sends no more than TornadoVM: what runs here does not rely on an upload
 * that another way to write the kernel would lose. Elements that the task wrote before it first read one keep what it wrote.
 */
final class Upload {

    private final Elements host;
    private final Elements device;
    private final BitSet written;
    private volatile boolean sent;
    private volatile boolean touched;

    /**
     * An upload.
     *
     * @param host what to send; a copy, as the host may change its array
     */
    Upload(Elements host, Elements device) {
        this.host = host;
        this.device = device;
        this.written = new BitSet(device.size());
    }

    void reading() {
        if (!sent) {
            send();
        }
    }

    void writing(int index) {
        if (!sent) {
            mark(index);
        }
    }

    private synchronized void send() {
        touched = true;
        if (!sent) {
            for (int i = written.nextClearBit(0); i < device.size(); i = written.nextClearBit(i + 1)) {
                device.copy(host, i);
            }
            sent = true;
        }
    }

    /** Comes before the element is written, so that an upload at the same time leaves the element alone. */
    private synchronized void mark(int index) {
        touched = true;
        written.set(index);
    }

    /** True if a task has read or written the array. */
    boolean isTouched() {
        return touched;
    }

    /** True if the array was sent. */
    boolean isSent() {
        return sent;
    }
}
