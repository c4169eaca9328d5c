package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.moe.Capacity;
import panamoe.moe.Weighting;
import panamoe.trainer.experiment.base.BaseSettings;
import panamoe.trainer.experiment.lowresource.LowResourceSettings;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.robustness.RobustnessSettings;
import panamoe.trainer.experiment.robustness.RobustnessSettings.Addition;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.experiment.unseen.UnseenSettings;
import panamoe.trainer.learner.GateSettings;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MoeSettings;
import panamoe.trainer.learner.SelectionSettings;
import panamoe.trainer.learner.TaskGateStart;
import panamoe.trainer.learner.TrainedPart;
import panamoe.trainer.learner.training.LearningRates;
import panamoe.trainer.learner.training.RouterLossSettings;
import panamoe.trainer.learner.training.RouterLossSettings.BalanceOver;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Mixing;
import panamoe.trainer.tasks.Split;

/** Pins the numbers of the presets, because every result depends on them. */
class PresetTest {

    private static final List<GateStart> STARTS = List.of(GateStart.RELATED, GateStart.WRONG, GateStart.FRESH);

    private static final List<String> PROTOCOLS =
            List.of("low-resource-transfer", "unseen-task-generalization", "unrelated-task-robustness");
    private static final List<Method> METHODS =
            List.of(Method.SINGLE_TASK, Method.DENSE_MTL, Method.SHARED_GATE_MOE, Method.TASK_GATE_MOE);

    @Test
    void smoke() {
        RunSettings smoke = Preset.SMOKE.settings();

        assertThat(smoke.preset()).isEqualTo("smoke");
        assertThat(smoke.protocols()).containsExactly("low-resource-transfer");
        assertThat(smoke.methods()).containsExactly(Method.DENSE_MTL, Method.TASK_GATE_MOE);
        assertThat(smoke.seeds()).containsExactly(1L);
        assertThat(smoke.examples()).isEqualTo(new RunSettings.Examples(128, 64, 16));
        assertThat(smoke.training().batchSize()).isEqualTo(32);
        assertThat(smoke.section(LowResourceSettings.class))
                .isEqualTo(new LowResourceSettings(List.of(), List.of(32), 2, 2, 0.1));
        assertThat(smoke.section(BaseSettings.class)).isEqualTo(new BaseSettings(2, 1000, 0.1, Map.of(), Map.of()));
        assertThat(smoke.section(UnseenSettings.class))
                .isEqualTo(new UnseenSettings(List.of(16), 1, 2, 16, 5e-3, TrainedPart.GATE, STARTS, 0.25));
        assertThat(smoke.section(RobustnessSettings.class)).isEqualTo(robustness(2));
    }

    @Test
    void quick() {
        RunSettings quick = Preset.QUICK.settings();

        assertThat(quick.preset()).isEqualTo("quick");
        assertThat(quick.protocols()).isEqualTo(PROTOCOLS);
        assertThat(quick.methods()).isEqualTo(METHODS);
        assertThat(quick.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(quick.examples()).isEqualTo(new RunSettings.Examples(1000, 200, 50));
        assertThat(quick.training().batchSize()).isEqualTo(16);
        assertThat(quick.section(LowResourceSettings.class))
                .isEqualTo(new LowResourceSettings(List.of(), List.of(32, 128), 15, 5, 0.1));
        assertThat(quick.section(BaseSettings.class)).isEqualTo(new BaseSettings(10, 1000, 0.1, Map.of(), Map.of()));
        assertThat(quick.section(UnseenSettings.class))
                .isEqualTo(new UnseenSettings(List.of(16, 64), 1, 40, 16, 5e-3, TrainedPart.GATE, STARTS, 0.25));
        assertThat(quick.section(RobustnessSettings.class)).isEqualTo(robustness(10));
    }

    @Test
    void full() {
        RunSettings full = Preset.FULL.settings();

        assertThat(full.preset()).isEqualTo("full");
        assertThat(full.protocols()).isEqualTo(PROTOCOLS);
        assertThat(full.methods()).isEqualTo(METHODS);
        assertThat(full.seeds()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(full.examples()).isEqualTo(new RunSettings.Examples(2000, 300, 100));
        assertThat(full.training().batchSize()).isEqualTo(16);
        assertThat(full.section(LowResourceSettings.class))
                .isEqualTo(new LowResourceSettings(List.of(), List.of(32), 72, 36, 0.1));
        assertThat(full.section(BaseSettings.class)).isEqualTo(new BaseSettings(30, 1000, 0.1, Map.of(), Map.of()));
        assertThat(full.section(UnseenSettings.class))
                .isEqualTo(new UnseenSettings(List.of(16, 64), 2, 40, 16, 5e-3, TrainedPart.GATE, STARTS, 0.25));
        assertThat(full.section(RobustnessSettings.class)).isEqualTo(robustness(30));
    }

    private static RobustnessSettings robustness(int stepsPerTask) {
        return new RobustnessSettings(List.of(Addition.SEQUENTIAL, Addition.JOINT), stepsPerTask, 5e-4);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void theOtherSettingsAreTheSameInAllPresets(Preset preset) {
        RunSettings settings = preset.settings();

        assertThat(settings.data()).isEqualTo("wordnet-3.1");
        assertThat(settings.split()).isEqualTo(Split.TEST);
        assertThat(settings.backend()).isEqualTo("auto");
        assertThat(settings.mixing()).isEqualTo(new Mixing(Mixing.Rule.FIXED, 2, 524_288));
        assertThat(settings.model())
                .isEqualTo(new ModelSettings(
                        4,
                        5,
                        64,
                        0.1,
                        new MoeSettings(
                                List.of(4, 5),
                                8,
                                0.01,
                                false,
                                1,
                                new SelectionSettings.TokenChoice(
                                        1, Weighting.UNIT, false, 0, 0, Capacity.Priority.PROBABILITY),
                                new GateSettings(0.02, 1, TaskGateStart.RELATEDNESS, 0.5, 0, 32, 64, 1, 1))));
        TrainingSettings training = settings.training();
        assertThat(training)
                .isEqualTo(new TrainingSettings(
                        training.batchSize(),
                        1,
                        4,
                        new LearningRates(2e-4, 2e-4, 1e-3, 1e-3, 0.01),
                        Map.of(),
                        Map.of(),
                        0.01,
                        1,
                        0.1,
                        0,
                        new RouterLossSettings(0.01, BalanceOver.ALL_TASKS, 0.9, 0, 0, 0, 0, true),
                        training.gradNorm(),
                        training.caGrad()));
        assertThat(training.gradNorm()).hasToString("Settings[alpha=1.5, rate=0.025]");
        assertThat(training.caGrad()).hasToString("Settings[c=0.4]");
    }

    /** Its keys have the order of the records, as in the settings that a run keeps. */
    @Test
    void theQuickPresetHasEverySetting() {
        assertThat(Preset.QUICK.tree().toMap().toString())
                .isEqualTo(SettingsReader.toMap(Preset.QUICK.settings()).toString());
    }

    @Test
    void aPresetIsFoundByItsName() {
        assertThat(Preset.named("smoke")).isEqualTo(Preset.SMOKE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Preset.named("tiny"))
                .withMessage("unknown preset \"tiny\": expected one of smoke, quick, full");
    }
}
