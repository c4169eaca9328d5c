package panamoe.trainer.tasks.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.NormalForm;

/**
 * A partition of examples into groups. A split draw keeps each group in one split.
 *
 * @param groups the indices of each group's examples, in ascending order; the groups in the order of their first examples
 */
record Grouping(List<int[]> groups) {

    /**
     * The connected components of the examples, where two examples are connected if they share a text, compared by
     * {@link NormalForm}.
     */
    static Grouping byTexts(ImmutableList<Example> examples) {
        int[] parents = new int[examples.size()];
        Map<String, Integer> firstWithText = new HashMap<>();
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i;
            for (String text : NormalForm.of(examples.get(i))) {
                Integer first = firstWithText.putIfAbsent(text, i);
                if (first != null) {
                    join(parents, first, i);
                }
            }
        }
        return by(Lists.immutable.withAll(indices(parents.length)).collect(i -> root(parents, i)));
    }

    /** Groups examples with equal values; {@code values} has one value per example. */
    static <T> Grouping by(ImmutableList<T> values) {
        Map<T, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            groups.computeIfAbsent(values.get(i), missing -> new ArrayList<>()).add(i);
        }
        return new Grouping(groups.values().stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList());
    }

    /** Groups examples with the same normal form of one text. */
    static Grouping by(ImmutableList<Example> examples, Function<Example, @Nullable String> text) {
        return by(examples.collect(example -> NormalForm.of(Objects.requireNonNull(text.apply(example)))));
    }

    /** Groups examples with the same normal forms of all texts. */
    static Grouping byWhole(ImmutableList<Example> examples) {
        return by(examples.collect(example -> NormalForm.of(example)));
    }

    /** Puts each example into its own group. */
    static Grouping alone(int examples) {
        return by(Lists.immutable.withAll(indices(examples)));
    }

    private static List<Integer> indices(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static void join(int[] parents, int a, int b) {
        int rootA = root(parents, a);
        int rootB = root(parents, b);
        parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    private static int root(int[] parents, int index) {
        int node = index;
        while (parents[node] != node) {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }
        return node;
    }
}
