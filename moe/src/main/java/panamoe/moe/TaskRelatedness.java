package panamoe.moe;

import java.util.List;
import panamoe.tensor.Check;

/**
 * How much each task is related to each other one, and which is most so: whose gate a new task may begin with ({@link
 * GateTransfer#copy}).
 */
public final class TaskRelatedness {

    private final double[][] scores;

    private TaskRelatedness(double[][] scores) {
        this.scores = scores;
    }

    /** The loss of a target task's examples when they are routed as a source task's. Lower is more related. */
    @FunctionalInterface
    public interface ProbeLoss {
        /** The mean loss, after whatever short training the caller gives the target's head. */
        double of(int source, int target);
    }

    /**
     * By routing overlap: 1 less the total variation between two tasks' loads, averaged over the layers. 1 when they use
     * experts alike, 0 when they share none.
     *
     * @param layers statistics of the same tasks, one per layer
     */
    public static TaskRelatedness byRouting(List<RoutingStats> layers) {
        Check.that(!layers.isEmpty(), "relatedness by routing of no layers: expected at least one");
        int tasks = layers.getFirst().tasks();
        double[][] scores = new double[tasks][tasks];
        for (RoutingStats stats : layers) {
            Check.that(
                    stats.tasks() == tasks,
                    () -> "relatedness by routing: layers of " + tasks + " and " + stats.tasks() + " tasks");
            for (int source = 0; source < tasks; source++) {
                for (int target = 0; target < tasks; target++) {
                    scores[source][target] += (1 - stats.distance(source, target)) / layers.size();
                }
            }
        }
        return new TaskRelatedness(scores);
    }

    /** By probe loss, negated: every pair of different tasks is asked for once. A task's relatedness to itself is 0. */
    public static TaskRelatedness byProbeLoss(int tasks, ProbeLoss probe) {
        double[][] scores = new double[tasks][tasks];
        for (int source = 0; source < tasks; source++) {
            for (int target = 0; target < tasks; target++) {
                scores[source][target] = source == target ? 0 : -finite(probe, source, target);
            }
        }
        return new TaskRelatedness(scores);
    }

    private static double finite(ProbeLoss probe, int source, int target) {
        double loss = probe.of(source, target);
        Check.that(
                Double.isFinite(loss),
                () -> "probe loss of task " + target + " with the gate of " + source + ": " + loss
                        + ", expected a finite number");
        return loss;
    }

    /** How much the source has to offer the target; comparable among sources of the same target. */
    public double score(int source, int target) {
        return scores[source][target];
    }

    /**
     * The task most related to the target, ties going to the lower number.
     *
     * @param among the sources to choose from; the target itself is passed over
     * @throws IllegalArgumentException if there is no other task among them
     */
    public int mostRelated(int target, int... among) {
        int best = -1;
        for (int source : among) {
            boolean better = best < 0
                    || scores[source][target] > scores[best][target]
                    || scores[source][target] == scores[best][target] && source < best;
            if (source != target && better) {
                best = source;
            }
        }
        Check.that(best >= 0, "most related to task " + target + ": expected another task to choose from");
        return best;
    }
}
