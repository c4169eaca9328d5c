package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.moe.Capacity;
import panamoe.moe.Weighting;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.base.BaseSettings;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.unseen.UnseenSettings;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.SelectionSettings;
import panamoe.trainer.learner.training.LearningRates;
import panamoe.trainer.learner.training.RouterLossSettings.BalanceOver;
import panamoe.trainer.tasks.Mixing;

class SettingsReaderTest {

    @TempDir
    Path temporary;

    private RunSettings over(Preset preset, String yaml) throws IOException {
        return over(preset.tree(), yaml);
    }

    private RunSettings over(SettingsTree base, String yaml) throws IOException {
        return SettingsReader.read(SettingsTree.read(Files.writeString(temporary.resolve("s.yaml"), yaml)), base);
    }

    private void assertRefused(String yaml, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> over(Preset.QUICK, yaml))
                .withMessage(temporary.resolve("s.yaml") + message);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void theSettingsOfARunCanBeReadBack(Preset preset) throws IOException {
        RunSettings settings = preset.settings();

        // laid over another preset: none of its values must remain
        Preset other = preset == Preset.SMOKE ? Preset.FULL : Preset.SMOKE;
        assertThat(over(other, SettingsReader.text(settings))).isEqualTo(settings);
    }

    /** Stored runs and rows are found by these hashes, which are from before the program had a choice of encoders. */
    @ParameterizedTest
    @CsvSource({
        "SMOKE, 03c3a102ccd2971e, a8af64eb4497bf01",
        "QUICK, e886c783f568c1d2, a4a95383820307b8",
        "FULL, 2e34cedf64f52ae2, 4a9b20a7a00af778"
    })
    void theHashesOfThePresetsDoNotChange(Preset preset, String hash, String unitHash) {
        RunSettings settings = SettingsReader.read(EarlierPreset.tree(preset));

        assertThat(SettingsReader.hash(settings)).isEqualTo(hash);
        assertThat(SettingsReader.unitHash(settings, Method.DENSE_MTL)).isEqualTo(unitHash);
    }

    /** Rows and folders from before these settings existed do not name them. */
    @Test
    void anotherEncoderGivesAnotherHash() {
        RunSettings minilm = Preset.QUICK.settings();
        RunSettings other = SettingsReader.read(Map.of("encoder", "mine 0123456789abcdef"), minilm);

        assertThat(SettingsReader.hash(other)).isNotEqualTo(SettingsReader.hash(minilm));
        assertThat(SettingsReader.unitHash(other, Method.DENSE_MTL))
                .isNotEqualTo(SettingsReader.unitHash(minilm, Method.DENSE_MTL));
    }

    /** The default of a setting that the program did not always have is not hashed. Another value is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            training: {ca-grad: {c: 0.4}}                          | training: {ca-grad: {c: 0.5}}
            model: {moe: {expert-width: 1.0}}                      | model: {moe: {shared-expert: true, expert-width: 0.5}}
            model: {moe: {gate: {shared-experts: 1}}}              | model: {moe: {gate: {shared-experts: 2}}}
            model: {moe: {gate: {start: independent}}}             | model: {moe: {gate: {start: relatedness}}}
            model: {moe: {gate: {description-weight: 0.5}}}        | model: {moe: {gate: {description-weight: 1}}}
            unseen: {starts: [related, wrong, fresh]}              | unseen: {starts: [blend, fresh]}
            unseen: {least-similarity: 0.25}                       | unseen: {least-similarity: 0.3}
            """)
    void aLaterSettingChangesTheHashOnlyIfItDiffersFromItsDefault(String byDefault, String another) throws IOException {
        SettingsTree earlier = EarlierPreset.tree(Preset.QUICK);
        RunSettings same = over(earlier, byDefault);
        RunSettings other = over(earlier, another);

        assertThat(SettingsReader.hash(same)).isEqualTo(SettingsReader.hash(SettingsReader.read(earlier)));
        assertThat(SettingsReader.hash(other)).isNotEqualTo(SettingsReader.hash(same));
        assertThat(SettingsReader.unitHash(other, Method.CGC_MOE))
                .isNotEqualTo(SettingsReader.unitHash(same, Method.CGC_MOE));
        assertThat(over(Preset.QUICK, SettingsReader.text(other))).isEqualTo(other);
    }

    @Test
    void settingsThatAFileDoesNotNameStay() throws IOException {
        RunSettings base = Preset.QUICK.settings();

        RunSettings settings = over(Preset.QUICK, """
                methods: [dense-pcgrad, task-embedding-moe]
                mixing: {rule: annealed}
                training:
                  rates: {gates: 0.002}
                  router-losses: {balance-over: each-task}
                """);

        assertThat(settings.methods()).containsExactly(Method.DENSE_PCGRAD, Method.TASK_EMBEDDING_MOE);
        assertThat(settings.mixing()).isEqualTo(new Mixing(Mixing.Rule.ANNEALED, 2, 1 << 19));
        assertThat(settings.training().rates().gates()).isEqualTo(0.002);
        assertThat(settings.training().rates().heads())
                .isEqualTo(base.training().rates().heads());
        assertThat(settings.training().routerLosses().balanceOver()).isEqualTo(BalanceOver.EACH_TASK);
        assertThat(settings.training().batchSize()).isEqualTo(base.training().batchSize());
        assertThat(settings.section(UnseenSettings.class)).isEqualTo(base.section(UnseenSettings.class));
    }

    @Test
    void methodsCanHaveTheirOwnRates() throws IOException {
        RunSettings settings = over(Preset.QUICK, "training: {trunk-rates: {dense-mtl: 1.0E-4, task-gate-moe: 0.5}}");

        assertThat(settings.training().trunkRates())
                .containsExactly(Map.entry("dense-mtl", 1e-4), Map.entry("task-gate-moe", 0.5));
        assertThat(over(Preset.FULL, SettingsReader.text(settings))).isEqualTo(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"training.trunk-rates", "training.expert-rates", "base.trunk-rates", "base.expert-rates"})
    void ratesOfUnknownMethodsAreRefused(String key) {
        String[] keys = key.split("\\.");
        assertRefused(
                keys[0] + ": {" + keys[1] + ": {dense: 1.0E-4}}",
                ": " + key + ".dense: unknown method: expected one of single-task, dense-mtl, dense-uncertainty,"
                        + " dense-gradnorm, dense-pcgrad, dense-cagrad, shared-gate-moe, random-gate-moe, hash-gate-moe,"
                        + " dense-mixture-moe, private-expert-moe, cgc-moe, task-embedding-moe, task-gate-moe");
        assertRefused(
                keys[0] + ": {" + keys[1] + ": {dense-mtl: -1.0}}",
                ": " + keys[0] + ": " + keys[1].replace("rates", "rate") + " -1.0 of dense-mtl: expected at least 0");
    }

    @Test
    void aRepeatedLowResourceTargetIsRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> over(Preset.QUICK, "low-resource: {targets: [topic, topic]}"))
                .withMessageContaining("targets [topic, topic]: expected each once");
    }

    @Test
    void baseModelsCanHaveTheirOwnRates() throws IOException {
        RunSettings settings = over(Preset.QUICK, """
                training: {trunk-rates: {dense-mtl: 0.1, task-gate-moe: 0.5}}
                base: {trunk-rates: {dense-mtl: 0.3}, expert-rates: {task-gate-moe: 0.7}}
                """);

        assertThat(settings.training().recipe(Method.DENSE_MTL).rates().trunk()).isEqualTo(0.1);
        assertThat(ofBase(settings, Method.DENSE_MTL).trunk()).isEqualTo(0.3);
        assertThat(ofBase(settings, Method.DENSE_MTL).experts()).isEqualTo(0.3);
        assertThat(ofBase(settings, Method.TASK_GATE_MOE).trunk()).isEqualTo(0.5);
        assertThat(ofBase(settings, Method.TASK_GATE_MOE).experts()).isEqualTo(0.7);
        assertThat(BaseSettings.recipe(settings, Method.SHARED_GATE_MOE))
                .isEqualTo(settings.training().recipe());
    }

    private static LearningRates ofBase(RunSettings settings, Method method) {
        return BaseSettings.recipe(settings, method).rates();
    }

    @Test
    void settingsOfAnotherKindTakeOverNoValue() throws IOException {
        assertThat(selection("{kind: expert-choice, factor: 1.5}")).isEqualTo(new SelectionSettings.ExpertChoice(1.5));
        assertThat(selection("{k: 2, weighting: renormalized}"))
                .isEqualTo(new SelectionSettings.TokenChoice(
                        2, Weighting.RENORMALIZED, false, 0, 0, Capacity.Priority.PROBABILITY));
    }

    private SelectionSettings selection(String yaml) throws IOException {
        return over(Preset.QUICK, "model: {moe: {selection: " + yaml + "}}")
                .model()
                .moe()
                .selection();
    }

    @Test
    void unknownKeysAreRefusedWithTheNearestKnownKey() {
        assertRefused(
                "model: {moe: {expert: 4}}",
                ": model.moe.expert: unknown key: did you mean \"experts\"? Keys here: "
                        + "layers, experts, expert-noise, shared-expert, expert-width, selection, gate");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> over(Preset.QUICK, "traning: {}"))
                .withMessageContaining("traning: unknown key: did you mean \"training\"?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            training: {batch-size: 0}                     | : training: batch-size 0: expected 1 to 10000
            training: {batch-size: many}                  | : training.batch-size: expected a whole number, got "many"
            training: {batch-size: 1.5}                   | : training.batch-size: expected a whole number, got 1.5
            training: {warm-up: soon}                     | : training.warm-up: expected a number, got "soon"
            mixing: {rule: even}                          | : mixing.rule: expected one of fixed, uniform, proportional, temperature, annealed, got "even"
            methods: [moe]                                | : methods[1]: unknown method "moe": expected one of single-task, dense-mtl, dense-uncertainty, dense-gradnorm, dense-pcgrad, dense-cagrad, shared-gate-moe, random-gate-moe, hash-gate-moe, dense-mixture-moe, private-expert-moe, cgc-moe, task-embedding-moe, task-gate-moe, or a definition such as {name: task-gate-pcgrad, gate: task, weighting: pcgrad}
            methods: [7]                                  | : methods[1]: unknown method "7": expected one of single-task, dense-mtl, dense-uncertainty, dense-gradnorm, dense-pcgrad, dense-cagrad, shared-gate-moe, random-gate-moe, hash-gate-moe, dense-mixture-moe, private-expert-moe, cgc-moe, task-embedding-moe, task-gate-moe, or a definition such as {name: task-gate-pcgrad, gate: task, weighting: pcgrad}
            methods: task-gate-moe                        | : methods: expected a list, got "task-gate-moe"
            methods: []                                   | : methods []: expected at least one, each once
            methods: [null]                               | : methods [null]: expected a value in every entry
            seeds: [1, null]                              | : seeds [1, null]: expected a value in every entry
            unseen: {train: 0}                            | : unseen.train: expected one of head, gate, all, got 0
            training: {trunk-rates: {dense-mtl: null}}    | : training: trunk-rate null of dense-mtl: expected at least 0
            unseen:                                       | : unseen: expected keys with values, got null
            model: {moe: {experts: 4, selection: {k: 5, weighting: renormalized}}} | : model.moe: selection of 5.0 experts per row out of 4: expected at most as many as there are
            model: {moe: {expert-width: 0}}               | : model.moe: expert-width 0.0: expected a share above 0, at most 1.0
            model: {moe: {expert-width: 1.5}}             | : model.moe: expert-width 1.5: expected a share above 0, at most 1.0
            model: {moe: {expert-width: 0.5}}             | : model.moe: expert-width 0.5 without a shared expert, which would have the other hidden units: expected 1.0, or shared-expert true
            model: {moe: {expert-width: half}}            | : model.moe.expert-width: expected a number, got "half"
            model: {moe: {expert-width: null}}            | : model.moe.expert-width: expected a number, got null
            model: {moe: {gate: {shared-experts: 0}}}     | : model.moe.gate: shared-experts 0: expected 1 to 10000
            model: {moe: {gate: {shared-experts: 1.5}}}   | : model.moe.gate.shared-experts: expected a whole number, got 1.5
            model: {moe: {gate: {shared-experts: null}}}  | : model.moe.gate.shared-experts: expected a whole number, got null
            model: {moe: {selection: {k: 2}}}             | : model.moe.selection: weighting unit with k 2: expected renormalized or probability for k above 1
            model: {moe: {selection: {weighting: renormalized}}} | : model.moe.selection: weighting renormalized with k 1: the weight of the only expert would be 1 whatever the gate says, and the gate would learn nothing: expected unit or probability
            training: {ca-grad: {c: 1}}                   | : training.ca-grad: c 1.0 of CAGrad: expected 0 to below 1
            training: {ca-grad: {c: much}}                | : training.ca-grad.c: expected a number, got "much"
            training: {ca-grad: {alpha: 0.4}}             | : training.ca-grad.alpha: unknown key: did you mean "c"? Keys here: c
            training: {clip-norm: .inf}                   | :1: .inf: expected a finite number
            training: {rates: {trunk: .inf}}              | :1: .inf: expected a finite number
            training: {expert-rates: {dense-mtl: .inf}}   | :1: .inf: expected a finite number
            robustness: {sequential-trunk-rate: .inf}     | :1: .inf: expected a finite number
            training: {rates: {trunk: 1e-400}}            | :1: "1e-400": expected a number
            training: {rates: {trunk: 1e39}}              | :1: 1e39: expected a number within single precision, 0 or 1.4e-45 to 3.4e38
            training: {rates: {trunk: 1e-46}}             | :1: 1e-46: expected a number within single precision, 0 or 1.4e-45 to 3.4e38
            training: {weight-decay: 400000000000000000000000000000000000000} | :1: 400000000000000000000000000000000000000: expected a number within single precision, 0 or 1.4e-45 to 3.4e38
            base: {steps-per-task: 2000000}               | : base: steps-per-task 2000000: expected 1 to 1000000
            model: {moe: {selection: {kind: best}}}       | : model.moe.selection: unknown kind "best": expected one of token-choice, expert-choice
            model: {moe: {selection: {kind: expert-choice}}} | : model.moe.selection.factor: expected a value, as every setting of this kind needs
            model: {moe: {layers: [3, 4]}}                | : model: layers [3, 4] with experts: expected some of the trained layers 4-5
            model: 7                                      | : model: expected keys with values, got 7
            training: {router-losses: {load: 0.1}}        | : router loss load with shared-gate-moe: expected a noisy token-choice of fewer experts than there are
            low-resource: {sizes: [64, 32]}               | : low-resource: sizes [64, 32]: expected at least one, from 1, increasing
            unseen: {shot: [16]}                          | : unseen.shot: unknown key: did you mean "shots"? Keys here: shots, draws, steps, batch-size, rate, train, starts, least-similarity
            unseen: {starts: []}                          | : unseen: starts []: expected at least one of related, wrong, fresh, auto, blend
            unseen: {starts: [none]}                      | : unseen: starts [none]: expected at least one of related, wrong, fresh, auto, blend
            unseen: {starts: [blend, blend]}              | : unseen: starts [blend, blend]: expected each once
            unseen: {least-similarity: 1.5}               | : unseen: least-similarity 1.5: expected -1 to 1
            model: {moe: {gate: {start: near}}}           | : model.moe.gate.start: expected one of independent, description, relatedness, got "near"
            model: {moe: {gate: {description-weight: 2}}} | : model.moe.gate: description-weight 2.0: expected 0 to 1
            model: {moe: {gate: {private-experts: 0}}}    | : model.moe.gate: private-experts 0: expected 1 to 10000
            model: {moe: {gate: {private-experts: 2147483647}}} | : model.moe.gate: private-experts 2147483647: expected 1 to 10000
            model: {moe: {gate: {task-vector: 2147483647}}} | : model.moe.gate: task-vector 2147483647: expected 1 to 10000
            model: {moe: {gate: {hidden: 0}}}             | : model.moe.gate: hidden 0: expected 1 to 10000
            model: {moe: {gate: {shared-experts: 2147483647}}} | : model.moe.gate: shared-experts 2147483647: expected 1 to 10000
            unseen: {shots: many}                         | : unseen.shots: expected a list, got "many"
            unseen: 7                                     | : unseen: expected keys with values, got 7
            robustness: {forms: [after]}                  | : robustness.forms[1]: expected one of sequential, joint, got "after"
            training:                                     | : training: expected keys with values, got null
            split: train                                  | : split train: expected dev or test
            just words                                    | : expected settings, such as "training: {batch-size: 16}"
            a: b: c                                       | :1: not YAML: mapping values are not allowed here
            """)
    void invalidSettingsAreRefusedWithTheirKey(String yaml, String message) {
        assertRefused(yaml, message);
    }

    @Test
    void anUnknownProtocolIsRefusedWithTheListOfProtocols() {
        assertThat(Protocols.names()).contains("low-resource-transfer");
        assertRefused(
                "protocols: [iv]",
                ": unknown protocol \"iv\": expected one of " + String.join(", ", Protocols.names()));
    }

    @Test
    void methodsThatContradictTheSelectionAreRefused() {
        for (String method : List.of("hash-gate-moe", "private-expert-moe")) {
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> over(Preset.QUICK, """
                            methods: [%s]
                            model: {moe: {selection: {k: 2, weighting: renormalized}}}
                            """.formatted(method)))
                    .withMessageContaining(method)
                    .withMessageContaining("expected token-choice with k");
        }
    }

    /** cgc-moe trains without router losses, so it can be compared with a method that has the load loss. */
    @Test
    void theLoadLossDoesNotConcernCgc() throws IOException {
        RunSettings settings = over(Preset.QUICK, """
                methods: [cgc-moe, task-gate-moe]
                model: {moe: {selection: {k: 2, weighting: renormalized, noisy: true}}}
                training: {router-losses: {load: 0.01}}
                """);

        assertThat(settings.methods()).extracting(Method::name).containsExactly("cgc-moe", "task-gate-moe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"description", "relatedness"})
    void aStartOfTaskGatesIsRefusedIfAllTasksBeginWithOneGate(String start) throws IOException {
        String settings = "model: {moe: {gate: {start: " + start + "}}}\ntraining: {shared-gates: 0.5}\n";

        assertRefused(
                "methods: [dense-mtl, task-gate-moe]\n" + settings,
                ": shared-gates 0.5 with task-gate-moe and model.moe.gate.start " + start
                        + ": all tasks would begin with the same gates, so expected shared-gates 0 or start independent");
        assertThat(over(Preset.QUICK, "methods: [dense-mtl, cgc-moe]\n" + settings)
                        .training()
                        .sharedGates())
                .isEqualTo(0.5);
    }
}
