package panamoe.trainer.experiment.lowresource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.tasks.Exposure;

class LowResourceTransferTest {

    private static Design design(String lowResource) {
        return TinyWorld.design(TinyWorld.settings("low-resource: {" + lowResource + "}", 1));
    }

    private static double share(ImmutableList<Exposure> mixture, String task) {
        return of(mixture, task).steps() / (double) mixture.sumOfInt(Exposure::steps);
    }

    private static Exposure of(ImmutableList<Exposure> mixture, String task) {
        return mixture.detect(exposure -> exposure.stream().equals(task));
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void aTargetGetsAtLeastATenthOfTheSteps(Preset preset) {
        Design design = TinyWorld.design(preset.settings());
        int size = design.settings().section(LowResourceSettings.class).sizes().getFirst();
        ImmutableList<Exposure> mixture = LowResourceMixture.exposures(design, size, 1);

        assertThat(share(mixture, "low")).isGreaterThanOrEqualTo(0.1);
        assertThat(share(mixture, "new-a")).isGreaterThanOrEqualTo(0.1);
        assertThat(of(mixture, "new-a").examples()).hasSizeLessThanOrEqualTo(size);
    }

    @Test
    void leastSharesThatLeaveNoStepsForOtherTasksAreRefused() {
        Design design = design("least-share: 0.5");

        assertThatThrownBy(() -> new LowResourceTransfer().requireFits(design))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "least-share on tiny: a share of 0.5 of the steps for each of 2 tasks: expected less than 1 in all");
    }

    @Test
    void settingsCanNameTheTargets() {
        ImmutableList<Exposure> mixture =
                LowResourceMixture.exposures(design("targets: [seen-a], least-share: 0.25"), 4, 1);

        assertThat(of(mixture, "seen-a").examples()).hasSize(4);
        assertThat(share(mixture, "seen-a")).isGreaterThanOrEqualTo(0.25);
        assertThat(mixture.reject(exposure -> exposure.stream().equals("seen-a"))
                        .allSatisfy(exposure -> exposure.examples().length > 4))
                .isTrue();
        Design unknown = design("targets: [seen-a, lowly]");
        assertThatThrownBy(() -> new LowResourceTransfer().requireFits(unknown))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "low-resource.targets: \"lowly\" is not a related task of tiny: expected some of ");
    }
}
