package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** How often each task's rows chose each expert of one layer, added up on the host between steps. */
public final class RoutingStats {

    private final long[][] counts;

    /** Empty statistics. */
    public RoutingStats(int tasks, int experts) {
        Check.that(tasks >= 1 && experts >= 1, "statistics of " + tasks + " tasks and " + experts + " experts");
        this.counts = new long[tasks][experts];
    }

    /** The choices of one step as {@code I32[T, E]}: a kernel, so it may be part of the step. */
    public static Tensor count(Context ctx, Routing routing) {
        Tensor table = ctx.allocate(DType.I32, Shape.of(routing.rows().tasks(), routing.expertCount()));
        ctx.backend().countPairs(routing.rows().task(), routing.experts(), table);
        return table;
    }

    /** Adds a table of {@link #count}; reads it, so call it after the step's other work. */
    public void add(Context ctx, Tensor table) {
        Check.shape("routing statistics", "table", table, Shape.of(counts.length, counts[0].length));
        int[] values = ctx.backend().readInts(table);
        for (int i = 0; i < values.length; i++) {
            counts[i / counts[0].length][i % counts[0].length] += values[i];
        }
    }

    /** The number of tasks, T. */
    public int tasks() {
        return counts.length;
    }

    /** The share of a task's choices that went to each expert, summing to 1; all 0 for a task that was not seen. */
    public double[] load(int task) {
        return shares(counts[task]);
    }

    /** The share of all tasks' choices that went to each expert. */
    public double[] load() {
        long[] total = new long[counts[0].length];
        for (long[] row : counts) {
            for (int e = 0; e < total.length; e++) {
                total[e] += row[e];
            }
        }
        return shares(total);
    }

    /** Entropy of a task's load in nats: 0 when one expert serves it, ln E when all serve it alike. */
    public double entropy(int task) {
        double h = 0;
        for (double p : load(task)) {
            h -= p == 0 ? 0 : p * Math.log(p);
        }
        return h;
    }

    /** The busiest expert's share over all tasks, relative to 1 / E: 1 when balanced, E when one expert does it all. */
    public double maxOverMean() {
        double max = 0;
        for (double p : load()) {
            max = Math.max(max, p);
        }
        return max * counts[0].length;
    }

    /** Total variation between two tasks' loads: 0 when they use experts alike, 1 when they share none. */
    public double distance(int taskA, int taskB) {
        double[] a = load(taskA);
        double[] b = load(taskB);
        double sum = 0;
        for (int e = 0; e < a.length; e++) {
            sum += Math.abs(a[e] - b[e]);
        }
        return sum / 2;
    }

    private static double[] shares(long[] row) {
        long total = 0;
        for (long c : row) {
            total += c;
        }
        double[] out = new double[row.length];
        for (int e = 0; e < row.length; e++) {
            out[e] = total == 0 ? 0 : (double) row[e] / total;
        }
        return out;
    }
}
