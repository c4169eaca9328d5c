package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;

import panamoe.tensor.Tensor;

/**
 * Sums over all elements: in floats within {@link Engine#CHUNK} elements, in doubles across these chunks, in a fixed
 * order.
 */
final class Totals {

    /** The maximum number of partial sums, which bounds their memory. */
    private static final int MAX_PARTS = 64;

    private Totals() {}

    /** The sum of a range. */
    @FunctionalInterface
    private interface OfRange {
        double of(KernelSet k, float[] x, int xo, int n);
    }

    /** {@code sum of x}. */
    static double sum(Engine engine, Tensor x) {
        return total(engine, x, RowLoops::sum);
    }

    /** {@code sum of x^2}; squares beyond the range of floats do not make it infinite. */
    static double squares(Engine engine, Tensor x) {
        return total(engine, x, Totals::squares);
    }

    private static double squares(KernelSet k, float[] x, int xo, int n) {
        float sum = k.sumSquares(x, xo, n);
        if (sum <= Float.MAX_VALUE) {
            return sum;
        }
        double inDoubles = 0;
        for (int i = xo; i < xo + n; i++) {
            inDoubles += (double) x[i] * x[i];
        }
        return inDoubles;
    }

    private static double total(Engine engine, Tensor x, OfRange sum) {
        float[] xs = floats(x);
        int xo = x.offset();
        KernelSet k = engine.kernels();
        int perPart = Engine.CHUNK * Math.max(1, Engine.chunks(x.size(), Engine.CHUNK * MAX_PARTS));
        double[] parts = new double[Engine.chunks(x.size(), perPart)];
        engine.ranges(x.size(), perPart, (from, length) -> {
            double part = 0;
            for (int at = from; at < from + length; at += Engine.CHUNK) {
                part += sum.of(k, xs, xo + at, Math.min(Engine.CHUNK, from + length - at));
            }
            parts[from / perPart] = part;
        });
        double total = 0;
        for (double part : parts) {
            total += part;
        }
        return total;
    }
}
