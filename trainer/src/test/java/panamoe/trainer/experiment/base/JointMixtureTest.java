package panamoe.trainer.experiment.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.tasks.Exposure;

class JointMixtureTest {

    private static double share(ImmutableList<Exposure> mixture, String task) {
        return mixture.detect(exposure -> exposure.stream().equals(task)).steps()
                / (double) mixture.sumOfInt(Exposure::steps);
    }

    /** The task "low" has few examples and is one of the seen tasks. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void aSmallTaskGetsAtLeastATenthOfTheSteps(Preset preset) {
        JointMixture mixture = JointMixture.of(TinyWorld.design(preset.settings()));

        assertThat(share(mixture.seen(), "low")).isGreaterThanOrEqualTo(0.1);
        assertThat(share(mixture.all(), "low")).isGreaterThanOrEqualTo(0.1);
    }

    @Test
    void unrelatedTasksGetStepsInAdditionToTheSeenTasks() {
        JointMixture mixture = JointMixture.of(TinyWorld.design(TinyWorld.settings(1)));

        assertThat(mixture.seen().collect(Exposure::stream)).containsExactly("seen-a", "seen-b", "low");
        assertThat(mixture.unrelated().collect(Exposure::stream)).containsExactly("other-a", "other-b");
        assertThat(mixture.all())
                .startsWith(mixture.seen().toArray(new Exposure[0]))
                .hasSize(5);
        assertThat(mixture.unrelated().collect(Exposure::steps)).containsExactly(3, 3);
    }
}
