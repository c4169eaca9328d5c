package panamoe.tornado;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import panamoe.tensor.Tensor;

/** One launch of a kernel: its tensors in the order of the method's arrays, and its numbers. Recorded by {@link #run}. */
final class Call {

    /** What a call does to a part of a version. */
    enum Role {
        /** Reads it. */
        IN,
        /** Writes every element of it and reads none. */
        OUT,
        /** Reads and writes it, or writes only some of its elements. */
        IN_OUT
    }

    /**
     * A tensor of the call: {@code size} elements from {@code offset} of what the buffer holds at this time.
     *
     * @param reach elements that the array must have: those behind the buffer's are read without an effect, or written
     *     and never read
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

    /** The next array is this tensor, which the kernel only reads. */
    Call in(Tensor x) {
        return add(x, Role.IN);
    }

    /** The next array is this tensor, every element of which the kernel writes before it may read it. */
    Call out(Tensor y) {
        return add(y, Role.OUT);
    }

    /** The next array is this tensor, which the kernel updates or writes only in part. */
    Call inOut(Tensor y) {
        return add(y, Role.IN_OUT);
    }

    /** The last array has at least so many elements. */
    Call reaching(int elements) {
        Use last = uses.removeLast();
        uses.add(new Use(last.buffer, last.version, last.role, last.offset, last.size, elements));
        return this;
    }

    /** The kernel's own integers, which follow the offsets. */
    Call ints(int... values) {
        ints = values;
        return this;
    }

    /**
     * One of the kernel's own integers.
     *
     * @param place where device code reads it, counted from where the task's integers begin; the tensors' offsets come first
     */
    Call integer(int place, int value) {
        int own = place - kernel.tensors();
        if (own >= ints.length) {
            ints = Arrays.copyOf(ints, own + 1);
        }
        ints[own] = value;
        return this;
    }

    /** The kernel's real numbers. */
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
