package panamoe.bench.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import panamoe.bench.Quantiles;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/**
 * Measures collective operations. All processes call it alike. The number of calls depends on times, so the processes agree on it with a
 * sum, which is equal on all of them.
 *
 * @param seconds the duration of the calls of one size; the calls before them take a tenth of it
 */
record CollectiveTimer(Communicator communicator, double seconds) {

    private static final int FIRST_CALLS = 3;
    private static final int LEAST_CALLS = 5;
    private static final int MOST_CALLS = 20_000;
    private static final double WARM_UP = 0.1;

    /**
     * Measures one operation. Each call begins after a barrier. Its time is the mean of the processes' times.
     *
     * @param bytes rounded up to a whole number of floats for each process
     */
    CollectiveTime measure(Collective collective, int bytes) {
        int processes = communicator.size();
        int unit = Float.BYTES * processes;
        int n = Math.ceilDiv(bytes, unit) * unit;
        Runnable call = collective.call(communicator, n);
        times(call, FIRST_CALLS);
        times(call, callsIn(WARM_UP * seconds, call));
        int calls = callsIn(seconds, call);
        double median = Quantiles.of(overProcesses(times(call, calls))).median();
        return new CollectiveTime(collective, processes, n, calls, median);
    }

    private int callsIn(double duration, Runnable call) {
        long start = System.nanoTime();
        times(call, FIRST_CALLS);
        double once = overProcesses((System.nanoTime() - start) * 1e-9 / FIRST_CALLS)[0];
        return (int) Math.clamp(duration / once, LEAST_CALLS, MOST_CALLS);
    }

    /** The seconds of each call. */
    private double[] times(Runnable call, int calls) {
        double[] times = new double[calls];
        for (int i = 0; i < calls; i++) {
            communicator.barrier();
            long start = System.nanoTime();
            call.run();
            // a clock that did not move counts as one tick
            times[i] = Math.max(1, System.nanoTime() - start) * 1e-9;
        }
        return times;
    }

    /** The means over the processes. */
    private double[] overProcesses(double... values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(values.length * Double.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < values.length; i++) {
            buffer.putDouble(i * Double.BYTES, values[i] / communicator.size());
        }
        communicator.allReduce(buffer, DType.F64);
        double[] means = new double[values.length];
        buffer.asDoubleBuffer().get(means);
        return means;
    }
}
