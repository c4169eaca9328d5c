package panamoe.trainer.tasks.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.NormalForm;

/**
 * A division of examples into groups that a draw of splits keeps whole.
 *
 * @param groups the indices of each group's examples, in ascending order; the groups in the order of their first examples
 */
record Grouping(List<int[]> groups) {

    /** Examples that share a text, as {@link NormalForm} compares texts, and those that share one with them, and so on. */
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

    /** Examples with an equal value of their own. */
    static <T> Grouping by(ImmutableList<T> values) {
        Map<T, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            groups.computeIfAbsent(values.get(i), missing -> new ArrayList<>()).add(i);
        }
        return new Grouping(groups.values().stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList());
    }

    /** Examples that are equal in a text. */
    static Grouping by(ImmutableList<Example> examples, Function<Example, String> text) {
        return by(examples.collect(example -> NormalForm.of(text.apply(example))));
    }

    /** Examples that are equal in all their texts. */
    static Grouping byWhole(ImmutableList<Example> examples) {
        return by(examples.collect(example -> NormalForm.of(example)));
    }

    /** Each example on its own. */
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
