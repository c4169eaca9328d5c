package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.collections.api.list.ImmutableList;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MethodNames;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.report.MarkdownTables;
import panamoe.trainer.report.html.HtmlReport;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;

/** All protocols end to end on a suite and an encoder that are small enough for a test. */
class ProtocolsTest {

    private static final Environment ENVIRONMENT = new Environment("jdk", "cpu", 1, 0, "scalar", "unknown");

    @TempDir
    private Path temporary;

    /** Does what is left of a run in a folder, stopping before step {@code stopAt}. */
    private static Results run(RunSettings settings, Path folder, boolean resume, int stopAt) throws IOException {
        Design design = TinyWorld.design(settings);
        RunFolder runFolder = RunFolder.open(folder, settings, resume);
        try (Backend backend = Backends.create("scalar", 1)) {
            SequenceSource features = Lab.features(design, backend, TinyWorld.pretrained());
            Lab lab = new Lab(design, backend, TinyWorld.pretrained(), features, runFolder.checkpoints());
            Plan.of(design).run(lab, runFolder, new Stopper(stopAt));
        } catch (Progress.Stopped e) {
            // what was finished is in the folder
        }
        return new ResultsAssembly(design, runFolder.finished()).results("tiny", ENVIRONMENT, Map.of());
    }

    private static final class Stopper implements UnitListener {
        private int left;

        Stopper(int steps) {
            left = steps;
        }

        @Override
        public void begins(UnitKey unit) {}

        @Override
        public void step() {
            if (left-- == 0) {
                throw new Stopped();
            }
        }
    }

    @Test
    void everyProtocolScoresTheMethodsItAppliesTo() throws IOException {
        RunSettings settings = TinyWorld.settings(1, 2);
        Results results = run(settings, temporary.resolve("run"), false, Integer.MAX_VALUE);

        var low = results.protocols().lowResourceTransfer().methods();
        assertThat(low.keySet()).containsExactly("single-task", "dense-mtl", "shared-gate-moe", "task-gate-moe");
        LowResourceDetails lowDetails = details(low, "single-task");
        assertThat(lowDetails.cells())
                .extracting(cell -> cell.target() + " " + cell.size())
                .containsExactly("low 4", "low 16", "new-a 4", "new-a 16");

        var unseen = results.protocols().unseenTaskGeneralization().methods();
        UnseenTaskDetails gates = details(unseen, "task-gate-moe");
        assertThat(gates.scoredStart()).isEqualTo(GateStart.RELATED);
        assertThat(gates.starts().keySet()).containsExactly("related", "wrong", "fresh");
        assertThat(gates.cells()).hasSize(2 * 3 * 2);
        assertThat(unseen).hasSize(4);

        var robustness = results.protocols().unrelatedTaskRobustness().methods();
        assertThat(robustness.get("single-task")).isInstanceOf(MethodResult.NotApplicable.class);
        RobustnessDetails details = details(robustness, "dense-mtl");
        assertThat(details.sequential().oldTasks())
                .extracting(RobustnessDetails.OldTask::task)
                .containsExactly("seen-a", "seen-b", "low");
        assertThat(details.joint().newTasks())
                .extracting(RobustnessDetails.NewTask::task)
                .containsExactly("other-a", "other-b");

        assertThat(results.tasks())
                .hasSize(7)
                .allSatisfy(task -> assertThat(task.methods()).isNotEmpty());
        assertThat(ResultsJson.fromJson(ResultsJson.toJson(results)).protocols().equals(results.protocols()))
                .as("protocols read back")
                .isTrue();
    }

    /** With noisy routing under a capacity, several tasks in a batch and a mixture whose shares change. */
    @Test
    void everyMethodGoesThroughEveryProtocol() throws IOException {
        Path file = Files.writeString(temporary.resolve("settings.yaml"), """
                methods: [%s]
                mixing: {rule: annealed}
                model: {moe: {layers: [1], selection: {noisy: true, capacity-factor: 1.5}, gate: {jitter: 0.01}}}
                training: {tasks-per-batch: 2, router-losses: {mutual-information: 0.01, z: 0.001}}
                """.formatted(
                        Arrays.stream(Method.values()).map(Method::label).collect(Collectors.joining(", "))));
        Results results = run(
                SettingsFile.read(file).over(TinyWorld.settings(1)),
                temporary.resolve("run"),
                false,
                Integer.MAX_VALUE);

        var low = results.protocols().lowResourceTransfer();
        var unseen = results.protocols().unseenTaskGeneralization();
        assertThat(low.methods().keySet()).containsExactlyElementsOf(MethodNames.ALL);
        assertThat(unseen.methods().keySet()).containsExactlyElementsOf(MethodNames.ALL);
        for (Method method : Method.values()) {
            UnseenTaskDetails details = details(unseen.methods(), method.label());
            assertThat(details.starts()).as(method.label()).hasSize(method.hasTaskGates() ? 3 : 1);
            assertThat(low.trends())
                    .filteredOn(trend -> trend.method().equals(method.label()))
                    .as("trends of %s, of two sizes", method)
                    .hasSize(method.isSparse() ? 2 : 0)
                    .allSatisfy(trend -> assertThat(trend.layer()).isEqualTo(1));
            assertThat(unseen.routing())
                    .filteredOn(map -> map.method().equals(method.label()))
                    .as("routing of %s", method)
                    .hasSize(method.isSparse() ? 1 : 0);
        }
    }

    @SuppressWarnings("unchecked")
    private static <D extends panamoe.trainer.experiment.protocol.Details> D details(
            Map<String, MethodResult<D>> methods, String method) {
        return ((MethodResult.Scored<D>) methods.get(method)).details();
    }

    @Test
    void aRunThatWasStoppedGoesOnToTheSameResults() throws IOException {
        RunSettings settings = TinyWorld.settings(1);
        Results whole = run(settings, temporary.resolve("whole"), false, Integer.MAX_VALUE);

        Path folder = temporary.resolve("stopped");
        Results partial = run(settings, folder, false, 90);
        assertThat(partial.equals(whole)).isFalse();
        long done = Files.readAllLines(folder.resolve("runs.jsonl")).size();
        assertThat(done).isBetween(3L, 15L);
        // as after a crash within a line
        Files.writeString(folder.resolve("runs.jsonl"), "{\"settings\":", java.nio.file.StandardOpenOption.APPEND);
        Results resumed = run(settings, folder, true, Integer.MAX_VALUE);

        assertThat(resumed.protocols().equals(whole.protocols()))
                .as("protocols are equal")
                .isTrue();
        assertThat(resumed.tasks()).isEqualTo(whole.tasks());
        assertThat(Files.readAllLines(folder.resolve("runs.jsonl")))
                .hasSameSizeAs(Files.readAllLines(temporary.resolve("whole").resolve("runs.jsonl")));
    }

    @Test
    void aFolderOfAnotherRunIsRefused() throws IOException {
        Path folder = temporary.resolve("run");
        RunFolder.open(folder, TinyWorld.settings(1), false);

        assertThatThrownBy(() -> RunFolder.open(folder, TinyWorld.settings(1), false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> RunFolder.open(folder, TinyWorld.settings(1, 2), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another configuration (seeds)");
        assertThatThrownBy(() -> RunFolder.open(folder, TinyWorld.settings(1).withData("other words"), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another configuration (data)");
        assertThat(RunFolder.open(folder, TinyWorld.settings(1), true)
                        .finished()
                        .size())
                .isZero();
    }

    /** Every method is shown the same training examples, in the same order where a batch has one task; a single-task model its own part of them. */
    @Test
    void exposureIsMatchedAcrossMethods() {
        RunSettings settings = TinyWorld.settings(1);
        Design design = TinyWorld.design(settings);
        List<String> dense = shown(design, new LowResourceTransfer(design), Method.DENSE_MTL);

        assertThat(dense).isNotEmpty();
        assertThat(shown(design, new LowResourceTransfer(design), Method.SHARED_GATE_MOE))
                .isEqualTo(dense);
        assertThat(shown(design, new LowResourceTransfer(design), Method.TASK_GATE_MOE))
                .isEqualTo(dense);
        assertThat(shown(design, new LowResourceTransfer(design), Method.DENSE_PCGRAD))
                .as("batches of several tasks hold the same examples")
                .isNotEqualTo(dense)
                .containsExactlyInAnyOrderElementsOf(dense);
        List<String> ofTargets = new ArrayList<>();
        for (int size : settings.lowResource().sizes()) {
            for (String target : List.of("low", "new-a")) {
                String prefix = size + " " + design.slots().of(target) + ":";
                dense.stream().filter(entry -> entry.startsWith(prefix)).forEach(ofTargets::add);
            }
        }
        assertThat(shown(design, new LowResourceTransfer(design), Method.SINGLE_TASK))
                .hasSizeLessThan(dense.size())
                .isEqualTo(ofTargets);

        UnrelatedTaskRobustness robustness = new UnrelatedTaskRobustness(design);
        List<String> grown = shown(design, robustness, Method.DENSE_MTL);
        assertThat(shown(design, robustness, Method.TASK_GATE_MOE)).isEqualTo(grown);
    }

    /** The training examples that a protocol's units ask for: unit, task and example. */
    private List<String> shown(Design design, Protocol<?> protocol, Method method) {
        List<String> shown = new ArrayList<>();
        String[] unit = new String[1];
        try (Backend backend = Backends.create("scalar", 1)) {
            SequenceSource features = Lab.features(design, backend, TinyWorld.pretrained());
            SequenceSource recording = new SequenceSource() {
                @Override
                public int width() {
                    return features.width();
                }

                @Override
                public float[] rows(int task, Split split, int example) {
                    if (split == Split.TRAIN) {
                        shown.add(unit[0] + " " + task + ":" + example);
                    }
                    return features.rows(task, split, example);
                }

                @Override
                public int[] tokens(int task, Split split, int example) {
                    return features.tokens(task, split, example);
                }
            };
            Lab lab = new Lab(
                    design, backend, TinyWorld.pretrained(), recording, temporary.resolve("checkpoints-" + method));
            for (Unit u : protocol.units(method, 1)) {
                unit[0] = u.key().variant().replace("size ", "");
                u.run(lab, Progress.NONE);
            }
        }
        return shown;
    }

    /** In the mixture of the first protocol, and where a small task is among those of a base model. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void aLowResourceTaskGetsATenthOfTheSteps(Preset preset) {
        Design design = TinyWorld.design(preset.settings());
        int size = preset.settings().lowResource().sizes().getFirst();
        ImmutableList<Exposure> mixture = design.lowResourceMixture(size, 1);
        assertThat(share(mixture, "low")).isGreaterThanOrEqualTo(0.1);
        assertThat(share(mixture, "new-a")).isGreaterThanOrEqualTo(0.1);
        assertThat(mixture.detect(exposure -> exposure.stream().equals("new-a")).examples())
                .hasSizeLessThanOrEqualTo(size);

        assertThat(share(design.baseMixture(), "low")).isGreaterThanOrEqualTo(0.1);
        assertThat(share(design.jointMixture(), "low")).isGreaterThanOrEqualTo(0.1);
    }

    @Test
    void sharesThatLeaveNothingForOtherTasksAreRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("settings.yaml"), "low-resource: {least-share: 0.5}");
        RunSettings settings = SettingsFile.read(file).over(TinyWorld.settings(1));

        assertThatThrownBy(() -> TinyWorld.design(settings))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "least-share on tiny: a share of 0.5 of the steps for each of 2 tasks: expected less than 1 in all");
    }

    @Test
    void settingsMayNameOtherLowResourceTargets() throws IOException {
        Path file = Files.writeString(
                temporary.resolve("settings.yaml"), "low-resource: {targets: [seen-a], least-share: 0.25}");
        Design design = TinyWorld.design(SettingsFile.read(file).over(TinyWorld.settings(1)));
        ImmutableList<Exposure> mixture = design.lowResourceMixture(4, 1);

        assertThat(mixture.detect(exposure -> exposure.stream().equals("seen-a"))
                        .examples())
                .hasSize(4);
        assertThat(share(mixture, "seen-a")).isGreaterThanOrEqualTo(0.25);
        assertThat(mixture.reject(exposure -> exposure.stream().equals("seen-a"))
                        .allSatisfy(exposure -> exposure.examples().length > 4))
                .isTrue();
        Files.writeString(file, "low-resource: {targets: [seen-a, lowly]}");
        RunSettings unknown = SettingsFile.read(file).over(TinyWorld.settings(1));
        assertThatThrownBy(() -> TinyWorld.design(unknown))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "low-resource.targets: \"lowly\" is no task of tiny that is learnt with others: expected some of ");
    }

    private static double share(ImmutableList<Exposure> mixture, String task) {
        return mixture.detect(exposure -> exposure.stream().equals(task)).steps()
                / (double) mixture.sumOfInt(Exposure::steps);
    }

    /** Scores worked out by hand from made-up accuracies. */
    @Test
    void scoresAreAggregatedAsTheProtocolsSay() {
        RunSettings settings = TinyWorld.settings(1);
        Design design = TinyWorld.design(settings);
        Finished finished = new Finished();
        for (Unit unit : Plan.of(design).units()) {
            finished.add(madeUp(unit.key()));
        }
        Results results = new ResultsAssembly(design, finished).results("tiny", ENVIRONMENT, Map.of());

        // targets .5 and .7 with 4 examples, .6 and .9 with 16
        assertThat(score(results.protocols().lowResourceTransfer().methods()))
                .isCloseTo((0.5 + 0.7 + 0.6 + 0.9) / 4, within(1e-12));
        // means over draws: .4 with 4 shots, .8 with 16; the area between two points is their mean
        assertThat(score(results.protocols().unseenTaskGeneralization().methods()))
                .isCloseTo(0.6, within(1e-12));
        // before .8, .8, .8; after .7, .8, .4
        assertThat(score(results.protocols().unrelatedTaskRobustness().methods()))
                .isCloseTo((-0.1 + 0 - 0.4) / 3, within(1e-12));
        RobustnessDetails details =
                details(results.protocols().unrelatedTaskRobustness().methods(), "task-gate-moe");
        assertThat(details.sequential().worstChange().mean()).isCloseTo(-0.4, within(1e-12));
    }

    @Test
    void unrelatedTasksMayBeAddedInOneFormAlone() throws IOException {
        Path file = Files.writeString(temporary.resolve("settings.yaml"), "robustness: {forms: [joint]}");
        Design design = TinyWorld.design(SettingsFile.read(file).over(TinyWorld.settings(1)));
        Finished finished = new Finished();
        List<Unit> units = Plan.of(design).units();
        units.forEach(unit -> finished.add(madeUp(unit.key())));
        Results results = new ResultsAssembly(design, finished).results("tiny", ENVIRONMENT, Map.of());

        assertThat(units)
                .extracting(unit -> unit.key().variant())
                .contains("joint")
                .doesNotContain("sequential");
        Map<String, MethodResult<RobustnessDetails>> methods =
                results.protocols().unrelatedTaskRobustness().methods();
        RobustnessDetails details = details(methods, "task-gate-moe");
        assertThat(details.sequential()).isNull();
        assertThat(score(methods)).isCloseTo((-0.1 + 0 - 0.4) / 3, within(1e-12));
        assertThat(ResultsJson.fromJson(ResultsJson.toJson(results)).protocols())
                .isEqualTo(results.protocols());
        assertThat(MarkdownTables.of(results)).contains("trained together").doesNotContain("added afterwards");
        assertThat(Jsoup.parse(HtmlReport.toHtml(results))
                        .select("#robustness h3 + p")
                        .eachText())
                .first()
                .isEqualTo("Not part of the run.");
    }

    private static <D extends panamoe.trainer.experiment.protocol.Details> double score(
            Map<String, MethodResult<D>> methods) {
        return ((MethodResult.Scored<D>) methods.get("task-gate-moe")).score().mean();
    }

    private static UnitResult madeUp(UnitKey key) {
        List<UnitResult.Score> scores = switch (key.variant()) {
            case "size 4" -> scores("low", 0.5, "new-a", 0.7);
            case "size 16" -> scores("low", 0.6, "new-a", 0.9);
            case "all" -> scores("seen-a", 0.8, "seen-b", 0.8, "low", 0.8);
            default -> scores("seen-a", 0.7, "seen-b", 0.8, "low", 0.4, "other-a", 0.9, "other-b", 0.9);
        };
        List<UnitResult.FewShotScore> fewShot = new ArrayList<>();
        for (GateStart start : GateStart.values()) {
            // with another start everything is 0
            double factor = start == GateStart.RELATED || start == GateStart.NONE ? 1 : 0;
            fewShot.add(new UnitResult.FewShotScore(key.variant(), start, 4, 0, 0.3 * factor));
            fewShot.add(new UnitResult.FewShotScore(key.variant(), start, 4, 1, 0.5 * factor));
            fewShot.add(new UnitResult.FewShotScore(key.variant(), start, 16, 0, 0.7 * factor));
            fewShot.add(new UnitResult.FewShotScore(key.variant(), start, 16, 1, 0.9 * factor));
        }
        return new UnitResult(key, scores, fewShot, List.of(), List.of(), List.of(), 1);
    }

    private static List<UnitResult.Score> scores(Object... pairs) {
        List<UnitResult.Score> scores = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            scores.add(new UnitResult.Score((String) pairs[i], (double) pairs[i + 1]));
        }
        return scores;
    }
}
