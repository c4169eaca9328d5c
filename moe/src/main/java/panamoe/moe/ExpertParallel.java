package panamoe.moe;

import java.util.Arrays;
import java.util.function.BiFunction;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * Expert parallelism (Lepikhin et al. 2021, GShard; Hwang et al. 2023, Tutel): each of R processes has E / R experts,
 * process r those from {@code r E / R} on. The processes send each other the rows for these experts, and the outputs
 * back. An expert gets the rows of all processes, so the gradient of its weights is that of the whole batch.
 *
 * @param group the processes
 * @param experts the number of experts of all of them, E
 */
public record ExpertParallel(ProcessGroup group, int experts) {

    /** The least number of rows, and the least distance of two numbers of rows. */
    private static final int LEAST_ROWS = 64;

    /** The numbers of rows between two powers of two. Steps with the same number use the same buffers. */
    private static final int SIZES = 8;

    /** @throws IllegalArgumentException if the processes cannot have equal parts */
    public ExpertParallel {
        Check.that(
                experts >= 1 && experts % group.size() == 0,
                experts + " experts on " + group.size() + " processes: expected a multiple of the processes");
    }

    /** The number of experts of one process. */
    public int ofProcess() {
        return experts / group.size();
    }

    /** The initial values of this process's part of a stack of experts. */
    Init own(Init ofAll) {
        return (shape, rng) -> {
            double[] values = ofAll.values(Experts.withEntries(shape, experts), rng);
            int begin = group.rank() * shape.size();
            return Arrays.copyOfRange(values, begin, begin + shape.size());
        };
    }

    /**
     * {@code slots[m, d] -> outputs[m, d]}, as {@link Experts#forward}. It reads the offsets on the host.
     *
     * @param compute the experts of this process on rows sorted by expert, with their offsets
     */
    Var forward(Context ctx, Var slots, Tensor offsets, BiFunction<Var, Tensor, Var> compute) {
        Check.that(
                ctx.group() == group,
                () -> "experts on " + group.size() + " processes in a step of "
                        + ctx.group().size() + ": expected a step of the same group");
        int[] leaving = counts(ctx.backend().readInts(offsets));
        Arrival arrival = new Arrival(group.size(), ofProcess(), group.exchange(leaving));
        int[] sent = perProcess(leaving);
        int[] received = perProcess(arrival.counts);
        int rows = roundedUp(arrival.total());
        Var arrived = slots.exchangeRows(sent, received, rows);
        Var sorted = arrived.gatherRows(ints(ctx, arrival.byExpert(rows)));
        Var outputs = compute.apply(sorted, ints(ctx, arrival.offsets()));
        return outputs.gatherRows(ints(ctx, arrival.places(rows)))
                .exchangeRows(received, sent, slots.shape().rows());
    }

    private static int roundedUp(int rows) {
        int unit = Math.max(LEAST_ROWS, Integer.highestOneBit(rows) / SIZES);
        return Math.max(1, Math.ceilDiv(rows, unit)) * unit;
    }

    private static int[] counts(int[] offsets) {
        int[] counts = new int[offsets.length - 1];
        for (int e = 0; e < counts.length; e++) {
            counts[e] = offsets[e + 1] - offsets[e];
        }
        return counts;
    }

    private int[] perProcess(int[] counts) {
        int[] sums = new int[group.size()];
        for (int i = 0; i < counts.length; i++) {
            sums[i / ofProcess()] += counts[i];
        }
        return sums;
    }

    private static Tensor ints(Context ctx, int[] values) {
        Tensor tensor = ctx.allocate(DType.I32, Shape.of(values.length));
        ctx.backend().write(tensor, values);
        return tensor;
    }

    /**
     * The rows that arrive at a process, in the order of their processes and then of its experts.
     *
     * @param counts the rows of each process for each expert, {@code int[processes * experts]}
     */
    private record Arrival(int processes, int experts, int[] counts) {

        int total() {
            return Arrays.stream(counts).sum();
        }

        /** Where each expert's rows begin when the rows are sorted by expert, {@code int[experts + 1]}. */
        int[] offsets() {
            int[] offsets = new int[experts + 1];
            for (int i = 0; i < counts.length; i++) {
                offsets[i % experts + 1] += counts[i];
            }
            Arrays.parallelPrefix(offsets, Integer::sum);
            return offsets;
        }

        /** The place of each row when the rows are sorted by expert; -1 for a padding row. */
        int[] places(int rows) {
            int[] places = new int[rows];
            Arrays.fill(places, -1);
            int[] next = offsets();
            int row = 0;
            for (int i = 0; i < counts.length; i++) {
                for (int c = 0; c < counts[i]; c++) {
                    places[row++] = next[i % experts]++;
                }
            }
            return places;
        }

        /** The row at each place; -1 for a padding row. */
        int[] byExpert(int rows) {
            int[] order = new int[rows];
            Arrays.fill(order, -1);
            int[] places = places(rows);
            for (int row = 0; row < total(); row++) {
                order[places[row]] = row;
            }
            return order;
        }
    }
}
