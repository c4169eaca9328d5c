package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Rng;

class CurriculumTest {

    private static final Exposure FIRST =
            new Exposure(0, "first", IntStream.range(0, 10).toArray(), 7);
    private static final Exposure SECOND = new Exposure(4, "second", new int[] {3, 5, 8}, 5);

    private static Curriculum mixture(long seed) {
        return Curriculum.of(Lists.immutable.with(FIRST, SECOND), 4, new Rng(seed));
    }

    @Test
    void aTaskHasTheSameStepsAloneAndInAMixture() {
        Curriculum alone = Curriculum.of(Lists.immutable.with(SECOND), 4, new Rng(1));

        assertThat(text(mixture(1).only(4))).isEqualTo(text(alone)).hasSize(5);
    }

    @Test
    void everyTaskGetsItsStepsAndOnlyItsExamples() {
        ImmutableList<Curriculum.Step> steps = mixture(1).steps();

        assertThat(steps.count(step -> task(step) == 0)).isEqualTo(7);
        assertThat(steps.count(step -> task(step) == 4)).isEqualTo(5);
        assertThat(steps.select(step -> task(step) == 4))
                .allSatisfy(step ->
                        assertThat(step.parts().getOnly().examples()).hasSize(4).containsOnly(3, 5, 8));
    }

    @Test
    void anEpochHoldsEveryExampleOnce() {
        int[] seen = mixture(1).only(0).steps().toList().stream()
                .flatMapToInt(step -> Arrays.stream(step.parts().getOnly().examples()))
                .toArray();

        for (int epoch = 0; epoch < 2; epoch++) {
            assertThat(Arrays.copyOfRange(seen, 10 * epoch, 10 * epoch + 10))
                    .containsExactlyInAnyOrder(FIRST.examples());
        }
    }

    @Test
    void theSeedDeterminesTheOrder() {
        assertThat(text(mixture(1))).isEqualTo(text(mixture(1))).isNotEqualTo(text(mixture(2)));
        assertThat(text(mixture(1).only(0))).isNotEqualTo(text(mixture(2).only(0)));
    }

    private static ImmutableList<String> text(Curriculum curriculum) {
        return curriculum.steps().collect(CurriculumTest::text);
    }

    private static String text(Curriculum.Step step) {
        return step.parts()
                .collect(part -> part.task() + " " + Arrays.toString(part.examples()))
                .makeString();
    }

    private static int task(Curriculum.Step step) {
        return step.parts().getOnly().task();
    }

    /** Three batches of two tasks become three batches with a piece of each. Two pieces of one task become one part. */
    @Test
    void consecutiveBatchesAreMixed() {
        Curriculum alone = new Curriculum(Lists.immutable.with(
                Curriculum.Step.of(2, 1, 2, 3, 4),
                Curriculum.Step.of(0, 5, 6, 7, 8),
                Curriculum.Step.of(2, 9, 10, 11, 12),
                Curriculum.Step.of(1, 13, 14, 15, 16)));

        assertThat(text(alone.mixed(3)))
                .containsExactly(
                        "2 [1, 9], 0 [5]", "2 [2, 10], 0 [6]", "2 [3, 4, 11, 12], 0 [7, 8]", "1 [13, 14, 15, 16]");
        assertThat(text(alone.mixed(1))).isEqualTo(text(alone));
        assertThatIllegalArgumentException().isThrownBy(() -> alone.mixed(0)).withMessageStartingWith("0 tasks");
        assertThatIllegalArgumentException().isThrownBy(() -> alone.mixed(5)).withMessageStartingWith("5 tasks");
    }

    /** The stages follow each other. The epochs of a task continue across stages. */
    @Test
    void stagesHaveTheirOwnShares() {
        Exposure early = new Exposure(0, "first", FIRST.examples(), IntLists.immutable.with(3, 0));
        Exposure late = new Exposure(4, "second", SECOND.examples(), IntLists.immutable.with(1, 4));

        ImmutableList<Curriculum.Step> steps =
                Curriculum.of(Lists.immutable.with(early, late), 4, new Rng(1)).steps();

        assertThat(steps.take(4).count(step -> task(step) == 0)).isEqualTo(3);
        assertThat(steps.drop(4))
                .hasSize(4)
                .allSatisfy(step -> assertThat(task(step)).isEqualTo(4));
        assertThat(text(new Curriculum(steps).only(0)))
                .isEqualTo(text(mixture(1).only(0)).take(3));
    }
}
