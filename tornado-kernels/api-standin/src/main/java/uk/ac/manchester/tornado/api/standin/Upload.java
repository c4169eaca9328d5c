package uk.ac.manchester.tornado.api.standin;

import java.util.BitSet;

/**
 * An upload that waits for the first task that touches the array: TornadoVM sends the array if that task reads it, and
 * only allocates memory for it if the task only writes it.
 *
 * <p>TornadoVM decides by the task's code. It takes a write in a branch of an {@code if} or in a loop for a read too.
 * The stand-in decides by what the task does, so it sends no more arrays than TornadoVM. So a kernel that passes here
 * does not rely on an upload that a change of its code could lose. Elements that the task wrote before its first read
 * keep what it wrote.
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
     * @param host the elements to send; a copy, since the host may change its array
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

    /** Is called before the element is written, so that a concurrent upload does not overwrite the element. */
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
