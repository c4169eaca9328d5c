package panamoe.tornado;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import panamoe.tensor.Tensor;

/** One launch of a kernel: its tensors in the order of the method's arrays, and its numbers. Recorded by {@link #run}. */
final class Call {

    /** How a call uses its part of a version. */
    enum Role {
        /** The call only reads it. */
        IN,
        /** The call writes every element and reads none. */
        OUT,
        /** The call reads and writes it, or writes only some of its elements. */
        IN_OUT
    }

    /**
     * A tensor of a call: {@code size} elements from {@code offset} on, of the version that the buffer has when the
     * call is recorded.
     *
     * @param reach the least length of the array, 0 if the buffer's own is enough. Elements beyond the buffer's are
     *     padding: no result depends on them
     */
    record Use(DeviceBuffer buffer, Version version, Role role, int offset, int size, int reach) {

        static Use of(DeviceBuffer buffer, Role role, Tensor t) {
            return new Use(buffer, buffer.version(), role, t.offset(), t.size(), 0);
        }
    }

    private final Recorder recorder;
    private final Kernel kernel;
    private final List<Use> uses;
    private int[] ints = {};
    private float[] reals = {};

    Call(Recorder recorder, Kernel kernel) {
        this.recorder = recorder;
        this.kernel = kernel;
        this.uses = new ArrayList<>(kernel.tensors());
    }

    /** Passes a tensor that the kernel only reads. */
    Call in(Tensor x) {
        return add(x, Role.IN);
    }

    /** Passes a tensor of which the kernel writes every element. It reads no element before it has written it. */
    Call out(Tensor y) {
        return add(y, Role.OUT);
    }

    /** Passes a tensor that the kernel updates, or writes only in part. */
    Call inOut(Tensor y) {
        return add(y, Role.IN_OUT);
    }

    /** Makes the array of the tensor passed last at least {@code elements} long. */
    Call reaching(int elements) {
        Use last = uses.removeLast();
        uses.add(new Use(last.buffer, last.version, last.role, last.offset, last.size, elements));
        return this;
    }

    /** Sets the kernel's own integers. Device code finds them after the tensors' offsets. */
    Call ints(int... values) {
        ints = values;
        return this;
    }

    /**
     * Sets one of the kernel's own integers.
     *
     * @param place its index among the task's integers, of which the tensors' offsets come first
     */
    Call integer(int place, int value) {
        int own = place - kernel.tensors();
        if (own >= ints.length) {
            ints = Arrays.copyOf(ints, own + 1);
        }
        ints[own] = value;
        return this;
    }

    /** Sets the kernel's real numbers. */
    Call reals(double... values) {
        reals = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            reals[i] = (float) values[i];
        }
        return this;
    }

    /** Records the call. */
    void run() {
        if (uses.size() != kernel.tensors() || reals.length > 0 != kernel.hasReals()) {
            throw new IllegalStateException("kernel " + kernel + " takes " + kernel.tensors() + " tensors and "
                    + (kernel.hasReals() ? "" : "no ") + "real numbers, but the call has " + uses.size()
                    + " tensors and "
                    + Arrays.toString(reals));
        }
        recorder.record(this);
    }

    Kernel kernel() {
        return kernel;
    }

    List<Use> uses() {
        return uses;
    }

    int[] ints() {
        return ints;
    }

    float[] reals() {
        return reals;
    }

    private Call add(Tensor t, Role role) {
        uses.add(Use.of(recorder.buffer(t), role, t));
        return this;
    }
}
