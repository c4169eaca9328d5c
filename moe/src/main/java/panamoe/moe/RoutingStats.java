package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/** Counts how often the rows of each task chose each expert of one layer. The host sums the counts between steps. */
public final class RoutingStats {

    private final long[][] counts;
    private final long[] wanted;
    private final double[][] together;

    /** Empty statistics. */
    public RoutingStats(int tasks, int experts) {
        Check.that(
                tasks >= 1 && experts >= 1,
                "statistics of " + tasks + " tasks and " + experts + " experts: expected at least 1 of each");
        this.counts = new long[tasks][experts];
        this.wanted = new long[tasks];
        this.together = new double[experts][experts];
    }

    /** Counts the choices of one step, {@code I32[T, E]}, with a kernel, so that the step can contain it. */
    public static Tensor count(Context ctx, Routing routing) {
        return count(ctx, routing, routing.experts());
    }

    /** As {@link #count}, but of the choices before any was dropped. */
    public static Tensor countWanted(Context ctx, Routing routing) {
        return count(ctx, routing, routing.wanted());
    }

    private static Tensor count(Context ctx, Routing routing, Tensor experts) {
        Tensor table = ctx.allocate(DType.I32, Shape.of(routing.rows().tasks(), routing.expertCount()));
        ctx.backend().countPairs(routing.rows().task(), experts, table);
        return table;
    }

    /**
     * Counts the rows of one step that chose both experts of a pair, {@code [E, E]}; the diagonal counts the rows of
     * each expert.
     */
    public static Tensor countTogether(Context ctx, Routing routing) {
        int experts = routing.expertCount();
        Tensor chosen = Routing.chosen(ctx, routing.experts(), experts);
        Tensor table = ctx.floats(Shape.of(experts, experts));
        ctx.backend().gemm(chosen, true, chosen, false, table);
        return table;
    }

    /**
     * Adds a table of {@link #count} without dropped choices. It reads the table on the host, so call it after the
     * step's other work.
     */
    public void add(Context ctx, Tensor table) {
        add(ctx, table, table);
    }

    /** Adds tables of {@link #count} and {@link #countWanted}. */
    public void add(Context ctx, Tensor served, Tensor wantedTable) {
        int experts = counts[0].length;
        int[] values = read(ctx, served);
        int[] wantedValues = wantedTable == served ? values : read(ctx, wantedTable);
        for (int i = 0; i < values.length; i++) {
            counts[i / experts][i % experts] += values[i];
            wanted[i / experts] += wantedValues[i];
        }
    }

    private int[] read(Context ctx, Tensor table) {
        Check.shape("routing statistics", "table", table, Shape.of(counts.length, counts[0].length));
        return ctx.backend().readInts(table);
    }

    /** Adds a table of {@link #countTogether}. */
    public void addTogether(Context ctx, Tensor table) {
        int experts = together.length;
        Check.shape("routing statistics", "table of co-activation", table, Shape.of(experts, experts));
        double[] values = ctx.backend().readDoubles(table);
        for (int i = 0; i < values.length; i++) {
            together[i / experts][i % experts] += values[i];
        }
    }

    /** Replaces all counts by their sums over the processes of a group, each of which counted a part of the rows. */
    public void sum(ProcessGroup group) {
        if (group.isSingle()) {
            return;
        }
        int experts = experts();
        double[] values = new double[tasks() * (experts + 1) + experts * experts]; // doubles hold counts exactly
        int at = 0;
        for (int task = 0; task < tasks(); task++) {
            for (long count : counts[task]) {
                values[at++] = count;
            }
            values[at++] = wanted[task];
        }
        for (double[] row : together) {
            System.arraycopy(row, 0, values, at, experts);
            at += experts;
        }
        double[] sums = group.sum(values);
        at = 0;
        for (int task = 0; task < tasks(); task++) {
            for (int expert = 0; expert < experts; expert++) {
                counts[task][expert] = (long) sums[at++];
            }
            wanted[task] = (long) sums[at++];
        }
        for (double[] row : together) {
            System.arraycopy(sums, at, row, 0, experts);
            at += experts;
        }
    }

    /** The number of tasks, T. */
    public int tasks() {
        return counts.length;
    }

    /** The number of experts, E. */
    public int experts() {
        return counts[0].length;
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

    /** Entropy of a task's load in nats: 0 if it uses one expert, ln E if it uses all equally. */
    public double entropy(int task) {
        return entropy(load(task));
    }

    private static double entropy(double[] shares) {
        double h = 0;
        for (double p : shares) {
            h -= p == 0 ? 0 : p * Math.log(p);
        }
        return h;
    }

    /**
     * The largest share of an expert over all tasks, relative to 1 / E: 1 if balanced, E if one expert has all choices.
     */
    public double maxOverMean() {
        double max = 0;
        for (double p : load()) {
            max = Math.max(max, p);
        }
        return max * counts[0].length;
    }

    /** Total variation distance between two tasks' loads: 0 if they are equal, 1 if the tasks share no expert. */
    public double distance(int taskA, int taskB) {
        double[] a = load(taskA);
        double[] b = load(taskB);
        double sum = 0;
        for (int e = 0; e < a.length; e++) {
            sum += Math.abs(a[e] - b[e]);
        }
        return sum / 2;
    }

    /** The share of a task's wanted choices that capacity dropped; 0 for a task that was not seen. */
    public double dropped(int task) {
        return missing(sum(counts[task]), wanted[task]);
    }

    /** The share of all wanted choices that capacity dropped. */
    public double dropped() {
        long served = 0;
        for (long[] row : counts) {
            served += sum(row);
        }
        return missing(served, sum(wanted));
    }

    private static double missing(long served, long wanted) {
        return wanted == 0 ? 0 : 1 - (double) served / wanted;
    }

    /**
     * The degree to which tasks use different experts: the mutual information of task and expert, with equal weights
     * for the tasks, divided by its maximum {@code ln min(tasks seen, E)}. It is 0 if all tasks use the experts
     * equally, if fewer than two tasks were seen, or if there is one expert.
     */
    public double specialisation() {
        int experts = counts[0].length;
        int seen = 0;
        double ofTasks = 0;
        double[] mean = new double[experts];
        for (int task = 0; task < counts.length; task++) {
            if (sum(counts[task]) > 0) {
                seen++;
                ofTasks += entropy(task);
                double[] load = load(task);
                for (int e = 0; e < experts; e++) {
                    mean[e] += load[e];
                }
            }
        }
        int states = Math.min(seen, experts);
        if (states < 2) {
            return 0;
        }
        for (int e = 0; e < experts; e++) {
            mean[e] /= seen;
        }
        return (entropy(mean) - ofTasks / seen) / Math.log(states);
    }

    /** The share of an expert's rows that also went to the other expert; 0 for an expert without rows. */
    public double coActivation(int expert, int other) {
        double rows = together[expert][expert];
        return rows == 0 ? 0 : together[expert][other] / rows;
    }

    private static long sum(long[] row) {
        long total = 0;
        for (long c : row) {
            total += c;
        }
        return total;
    }

    private static double[] shares(long[] row) {
        long total = sum(row);
        double[] out = new double[row.length];
        for (int e = 0; e < row.length; e++) {
            out[e] = total == 0 ? 0 : (double) row[e] / total;
        }
        return out;
    }
}
