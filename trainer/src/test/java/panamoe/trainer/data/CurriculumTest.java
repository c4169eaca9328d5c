package panamoe.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
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
    void aTaskIsSeenTheSameWayAloneAsInAMixture() {
        Curriculum alone = Curriculum.of(Lists.immutable.with(SECOND), 4, new Rng(1));

        assertThat(text(mixture(1).only(4))).isEqualTo(text(alone)).hasSize(5);
    }

    @Test
    void everyTaskGetsItsStepsAndOnlyItsExamples() {
        ImmutableList<Curriculum.Step> steps = mixture(1).steps();

        assertThat(steps.count(step -> step.task() == 0)).isEqualTo(7);
        assertThat(steps.count(step -> step.task() == 4)).isEqualTo(5);
        assertThat(steps.select(step -> step.task() == 4))
                .allSatisfy(step -> assertThat(step.examples()).hasSize(4).containsOnly(3, 5, 8));
    }

    @Test
    void anEpochHoldsEveryExampleOnce() {
        int[] seen = mixture(1)
                .only(0)
                .steps()
                .flatCollect(step -> Lists.immutable.with(
                        Arrays.stream(step.examples()).boxed().toArray(Integer[]::new)))
                .collectInt(Integer::intValue)
                .toArray();

        for (int epoch = 0; epoch < 2; epoch++) {
            assertThat(Arrays.copyOfRange(seen, 10 * epoch, 10 * epoch + 10))
                    .containsExactlyInAnyOrder(FIRST.examples());
        }
    }

    @Test
    void theSeedTellsTheOrder() {
        assertThat(text(mixture(1))).isEqualTo(text(mixture(1))).isNotEqualTo(text(mixture(2)));
        assertThat(text(mixture(1).only(0))).isNotEqualTo(text(mixture(2).only(0)));
    }

    private static ImmutableList<String> text(Curriculum curriculum) {
        return curriculum.steps().collect(step -> step.task() + " " + Arrays.toString(step.examples()));
    }
}
