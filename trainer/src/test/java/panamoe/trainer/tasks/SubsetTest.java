package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Rng;

class SubsetTest {

    @Test
    void aLargerChoiceContainsTheSmaller() {
        int[] small = Subset.random(100, 8, new Rng(5));
        int[] large = Subset.random(100, 32, new Rng(5));

        assertThat(small).hasSize(8).doesNotHaveDuplicates();
        assertThat(large).hasSize(32).doesNotHaveDuplicates().startsWith(small);
        assertThat(Subset.random(100, 8, new Rng(6))).isNotEqualTo(small);
    }

    @Test
    void aSizeAboveTheNumberOfExamplesGivesAll() {
        assertThat(Subset.random(5, 9, new Rng(5))).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void labelsAlternateWhileTheyHaveExamples() {
        // labels 0 0 0 0 0 0 1 1 2: six of label 0, two of label 1, one of label 2
        ImmutableList<Example> examples = Lists.immutable
                .with(0, 0, 0, 0, 0, 0, 1, 1, 2)
                .collectWithIndex((label, i) -> new Example("text " + i, null, label));

        int[] labels = Arrays.stream(Subset.balanced(examples, 3, 7, new Rng(5)))
                .map(i -> examples.get(i).label())
                .toArray();

        assertThat(labels).containsExactly(0, 1, 2, 0, 1, 0, 0);
    }
}
