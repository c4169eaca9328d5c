package panamoe.trainer.tasks.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import panamoe.tensor.Rng;
import panamoe.trainer.tasks.Split;

/**
 * Puts whole groups of examples into splits so that each split comes close to its share of all examples and of every stratum, which is a
 * label or a tenth of a range of scores. The groups come in random order, large ones first, and each goes where the sum over splits
 * and strata of (count - wanted)^2 / wanted becomes least; for groups of one example that is apportionment by the method of
 * Sainte-Lague. Then groups are moved as long as that makes the sum less.
 */
final class StratifiedDraw {

    private static final int MOST_ROUNDS = 10;
    private static final double LEAST_GAIN = 1e-9;
    private static final int SPLITS = Split.values().length;

    private final int[] strata;
    private final List<int[]> groups;
    private final Split[] places;
    private final double[][] wanted;
    private final double[][] counts;

    /** The last column stands for all strata together, and counts as much as all of them. */
    private final int all;

    /**
     * Prepares a draw.
     *
     * @param strata of each example, from 0
     * @param count how many strata there are
     * @param shares of each split, by its ordinal; their sum is 1
     */
    StratifiedDraw(int[] strata, int count, Grouping grouping, double[] shares, Rng rng) {
        this.strata = strata;
        this.groups = inOrder(grouping, rng);
        this.places = new Split[groups.size()];
        this.all = count;
        this.wanted = new double[SPLITS][count + 1];
        this.counts = new double[SPLITS][count + 1];
        for (int split = 0; split < SPLITS; split++) {
            for (int stratum : strata) {
                wanted[split][stratum] += shares[split];
                wanted[split][all] += shares[split];
            }
        }
    }

    private static List<int[]> inOrder(Grouping grouping, Rng rng) {
        List<int[]> order = new ArrayList<>();
        for (int i : rng.permutation(0, grouping.groups().size())) {
            order.add(grouping.groups().get(i));
        }
        order.sort(Comparator.comparingInt((int[] group) -> group.length).reversed()); // stable
        return order;
    }

    /** The split of each example. */
    Split[] draw() {
        for (int g = 0; g < places.length; g++) {
            place(g, best(groups.get(g)));
        }
        boolean moved = true;
        for (int round = 0; moved && round < MOST_ROUNDS; round++) {
            moved = improve();
        }
        Split[] splits = new Split[strata.length];
        for (int g = 0; g < places.length; g++) {
            for (int example : groups.get(g)) {
                splits[example] = places[g];
            }
        }
        return splits;
    }

    private void place(int group, Split split) {
        places[group] = split;
        count(groups.get(group), split, 1);
    }

    private void count(int[] group, Split split, int times) {
        double[] own = counts[split.ordinal()];
        for (int example : group) {
            own[strata[example]] += times;
            own[all] += times;
        }
    }

    /** Moves each group that lies better elsewhere; false if there is none. */
    private boolean improve() {
        boolean moved = false;
        for (int g = 0; g < places.length; g++) {
            int[] group = groups.get(g);
            Split before = places[g];
            count(group, before, -1);
            Split best = best(group);
            boolean better = cost(group, best) < cost(group, before) - LEAST_GAIN;
            place(g, better ? best : before);
            moved |= better;
        }
        return moved;
    }

    private Split best(int[] group) {
        Split best = Split.TRAIN;
        for (Split split : Split.values()) {
            if (wanted[split.ordinal()][all] > 0 && cost(group, split) < cost(group, best)) {
                best = split;
            }
        }
        return best;
    }

    /** By how much the sum grows if a group comes into a split. */
    private double cost(int[] group, Split split) {
        double[] own = counts[split.ordinal()];
        double[] target = wanted[split.ordinal()];
        double[] added = new double[all];
        double cost = all * growth(group.length, own[all], target[all]);
        for (int example : group) {
            int stratum = strata[example];
            cost += growth(1, own[stratum] + added[stratum]++, target[stratum]);
        }
        return cost;
    }

    private static double growth(double by, double count, double target) {
        return by * (by + 2 * (count - target)) / target;
    }
}
