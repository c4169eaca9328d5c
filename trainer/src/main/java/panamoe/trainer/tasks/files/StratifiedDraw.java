package panamoe.trainer.tasks.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import panamoe.tensor.Rng;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.tasks.Split;

/**
 * Assigns whole groups of examples to splits so that each split gets about its share of all examples and of every stratum. A
 * stratum is a label or a tenth of a score range. The cost is the sum over splits and strata of
 * {@code (count - wanted)^2 / wanted}. A greedy pass takes the groups in random order, large ones first, and assigns each to the
 * split of least cost; for groups of one example this is apportionment by the method of Sainte-Lague. Then single groups are moved,
 * and pairs of groups are exchanged, while that lowers the cost.
 */
final class StratifiedDraw {

    private static final int MAX_ROUNDS = 10;
    private static final int MAX_EXCHANGES_TRIED = 2_000_000;
    private static final double MIN_GAIN = 1e-9;
    private static final int SPLITS = Split.values().length;

    /**
     * A group of examples that go to the same split.
     *
     * @param examples the indices of the examples
     * @param strata the strata of the examples, in ascending order
     */
    private record Members(int[] examples, int[] strata) {
        int size() {
            return examples.length;
        }
    }

    private final int examples;
    private final List<Members> groups;
    private final Split[] places;
    private final double[][] wanted;
    private final double[][] counts;

    /** The index of the last column, which counts all strata together; its cost has the weight of all strata. */
    private final int all;

    /**
     * Prepares a draw.
     *
     * @param strata the stratum of each example, from 0
     * @param count the number of strata
     * @param shares the share of each split, by its ordinal; their sum is 1
     */
    StratifiedDraw(int[] strata, int count, Grouping grouping, double[] shares, Rng rng) {
        this.examples = strata.length;
        this.groups = inOrder(grouping, strata, rng);
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

    private static List<Members> inOrder(Grouping grouping, int[] strata, Rng rng) {
        List<Members> order = new ArrayList<>();
        for (int i : rng.permutation(0, grouping.groups().size())) {
            int[] group = grouping.groups().get(i);
            order.add(new Members(
                    group,
                    IntStream.of(group).map(example -> strata[example]).sorted().toArray()));
        }
        order.sort(Comparator.comparingInt(Members::size).reversed()); // stable
        return order;
    }

    /** The split of each example. */
    Split[] draw() {
        for (int g = 0; g < places.length; g++) {
            place(g, best(groups.get(g)));
        }
        boolean moved = true;
        for (int round = 0; moved && round < MAX_ROUNDS; round++) {
            moved = improve();
        }
        exchange();
        Split[] splits = new Split[examples];
        for (int g = 0; g < places.length; g++) {
            for (int example : groups.get(g).examples()) {
                splits[example] = places[g];
            }
        }
        return splits;
    }

    private void place(int group, Split split) {
        places[group] = split;
        count(groups.get(group), split, 1);
    }

    private void count(Members group, Split split, int times) {
        double[] own = counts[split.ordinal()];
        for (int stratum : group.strata()) {
            own[stratum] += times;
            own[all] += times;
        }
    }

    /** Moves each group to a split of lower cost; false if no group moved. */
    private boolean improve() {
        boolean moved = false;
        for (int g = 0; g < places.length; g++) {
            Members group = groups.get(g);
            Split before = places[g];
            count(group, before, -1);
            Split best = best(group);
            boolean better = cost(group, best) < cost(group, before) - MIN_GAIN;
            place(g, better ? best : before);
            moved |= better;
        }
        return moved;
    }

    /** Exchanges groups of two splits. Groups with the same strata have the same cost, so one group of each kind is tried. */
    private void exchange() {
        List<Map<Split, Deque<Integer>>> kinds = new ArrayList<>(kinds());
        int tried = 0;
        boolean exchanged = true;
        while (exchanged) {
            exchanged = false;
            for (Map<Split, Deque<Integer>> a : kinds) {
                for (Map<Split, Deque<Integer>> b : kinds) {
                    for (Split ofA : a.keySet()) {
                        for (Split ofB : b.keySet()) {
                            if (++tried > MAX_EXCHANGES_TRIED) {
                                return;
                            }
                            exchanged |= a != b && ofA != ofB && exchange(a, ofA, b, ofB);
                        }
                    }
                }
            }
        }
    }

    private Collection<Map<Split, Deque<Integer>>> kinds() {
        Map<List<Integer>, Map<Split, Deque<Integer>>> kinds = new LinkedHashMap<>();
        for (int g = 0; g < places.length; g++) {
            Map<Split, Deque<Integer>> kind = kinds.computeIfAbsent(
                    IntStream.of(groups.get(g).strata()).boxed().toList(), missing -> noGroups());
            Lookup.in(kind, places[g]).add(g);
        }
        return kinds.values();
    }

    private static Map<Split, Deque<Integer>> noGroups() {
        Map<Split, Deque<Integer>> none = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            none.put(split, new ArrayDeque<>());
        }
        return none;
    }

    /** Exchanges one group of each kind if that lowers the cost. */
    private boolean exchange(Map<Split, Deque<Integer>> kindA, Split ofA, Map<Split, Deque<Integer>> kindB, Split ofB) {
        Deque<Integer> fromA = Lookup.in(kindA, ofA);
        Deque<Integer> fromB = Lookup.in(kindB, ofB);
        if (fromA.isEmpty() || fromB.isEmpty()) {
            return false;
        }
        int a = fromA.getFirst();
        int b = fromB.getFirst();
        Members groupA = groups.get(a);
        Members groupB = groups.get(b);
        count(groupA, ofA, -1);
        count(groupB, ofB, -1);
        boolean better = cost(groupA, ofB) + cost(groupB, ofA) < cost(groupA, ofA) + cost(groupB, ofB) - MIN_GAIN;
        place(a, better ? ofB : ofA);
        place(b, better ? ofA : ofB);
        if (better) {
            Lookup.in(kindA, ofB).add(fromA.removeFirst());
            Lookup.in(kindB, ofA).add(fromB.removeFirst());
        }
        return better;
    }

    private Split best(Members group) {
        Split best = Split.TRAIN;
        for (Split split : Split.values()) {
            if (cost(group, split) < cost(group, best)) {
                best = split;
            }
        }
        return best;
    }

    /** The increase of the cost when a group is added to a split; infinite for a split without a share. */
    private double cost(Members group, Split split) {
        double[] own = counts[split.ordinal()];
        double[] target = wanted[split.ordinal()];
        if (target[all] == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double cost = all * growth(group.size(), own[all], target[all]);
        int[] strata = group.strata();
        for (int from = 0, to; from < strata.length; from = to) {
            int stratum = strata[from];
            for (to = from; to < strata.length && strata[to] == stratum; ) {
                to++;
            }
            cost += growth(to - from, own[stratum], target[stratum]);
        }
        return cost;
    }

    private static double growth(double by, double count, double target) {
        return by * (by + 2 * (count - target)) / target;
    }
}
