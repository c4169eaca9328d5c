package panamoe.moe;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Check;

/** The course of the routing of one layer in training, as a series of summaries. */
public final class RoutingHistory {

    private final MutableList<Entry> entries = Lists.mutable.empty();

    /**
     * One summary.
     *
     * @param step the training step
     * @param load {@code [T][E]}, see {@link RoutingStats#load(int)}
     * @param entropy {@code [T]}, see {@link RoutingStats#entropy}
     * @param maxOverMean see {@link RoutingStats#maxOverMean}
     * @param dropped see {@link RoutingStats#dropped()}
     * @param specialisation see {@link RoutingStats#specialisation}
     */
    public record Entry(
            int step, double[][] load, double[] entropy, double maxOverMean, double dropped, double specialisation) {}

    /** Adds a summary of these statistics. @throws IllegalArgumentException unless steps ascend */
    public void add(int step, RoutingStats stats) {
        Check.that(
                entries.isEmpty() || step > entries.getLast().step(),
                () -> "routing history: step " + step + " after "
                        + entries.getLast().step() + ", expected a later one");
        double[][] load = new double[stats.tasks()][];
        double[] entropy = new double[stats.tasks()];
        for (int task = 0; task < load.length; task++) {
            load[task] = stats.load(task);
            entropy[task] = stats.entropy(task);
        }
        entries.add(new Entry(step, load, entropy, stats.maxOverMean(), stats.dropped(), stats.specialisation()));
    }

    /** All summaries, earliest first. */
    public ImmutableList<Entry> entries() {
        return entries.toImmutable();
    }
}
