package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceSettings;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.report.MarkdownTables;
import panamoe.trainer.report.html.HtmlReport;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs all protocols end to end on a tiny suite and a tiny encoder. */
class ProtocolsTest {

    private static final Environment ENVIRONMENT = new Environment("jdk", "cpu", 1, 0, "scalar", "unknown");

    @TempDir
    private Path temporary;

    /** Does the remaining units of a run in a folder, and stops before step {@code stopAt}. */
    private static Results run(RunSettings settings, Path folder, boolean resume, int stopAt) throws IOException {
        RunFolder runFolder = RunFolder.open(folder, settings, resume);
        try (Backend backend = Backends.create("scalar", 1)) {
            Experiment experiment = Experiment.open(
                    settings,
                    new TinyWorld.TinySuite(),
                    new SharedEncoder(TinyWorld::pretrained, backend),
                    ENVIRONMENT,
                    runFolder);
            try {
                experiment.run(new Stopper(stopAt));
            } catch (Progress.Stopped e) {
                // the finished units are in the folder
            }
            return experiment.results();
        }
    }

    private static ProtocolResult<LowResourceDetails> low(Results results) {
        return results.protocols().get(LowResourceTransfer.NAME).of(LowResourceDetails.class);
    }

    private static ProtocolResult<UnseenTaskDetails> unseen(Results results) {
        return results.protocols().get(UnseenTaskGeneralization.NAME).of(UnseenTaskDetails.class);
    }

    private static ProtocolResult<RobustnessDetails> robustness(Results results) {
        return results.protocols().get(UnrelatedTaskRobustness.NAME).of(RobustnessDetails.class);
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

    private UnseenTaskDetails unseenWith(String name, String unseen) throws IOException {
        RunSettings settings = TinyWorld.settings("""
                protocols: [unseen-task-generalization]
                methods: [task-gate-moe]
                model: {moe: {gate: {start: relatedness}}}
                unseen: {%s}
                """.formatted(unseen), 1);
        return unseen(run(settings, temporary.resolve(name), false, Integer.MAX_VALUE))
                .scored()
                .get("task-gate-moe");
    }

    @Test
    void newGatesStartBySimilarityUnlessNoTaskIsSimilar() throws IOException {
        UnseenTaskDetails any = unseenWith("any", "starts: [blend, auto, fresh], least-similarity: -1");
        UnseenTaskDetails none = unseenWith("none", "starts: [blend, auto, fresh], least-similarity: 1");
        UnseenTaskDetails heads = unseenWith("heads", "starts: [blend, fresh], least-similarity: -1, train: head");

        assertThat(any.scoredStart()).isEqualTo(GateStart.BLEND);
        assertThat(any.starts().keySet()).containsExactlyInAnyOrder("blend", "auto", "fresh");
        assertThat(heads.starts().keySet()).containsExactlyInAnyOrder("blend", "fresh");
        // no task has a similarity of 1
        assertThat(none.starts().get("blend")).isEqualTo(none.starts().get("fresh"));
        assertThat(none.starts().get("auto")).isEqualTo(none.starts().get("fresh"));
        assertThat(any.starts().get("fresh")).isEqualTo(none.starts().get("fresh"));
    }

    @Test
    void privateExpertsCannotBeBlended() {
        RunSettings settings = TinyWorld.settings("methods: [cgc-moe]\nunseen: {starts: [blend]}\n", 1);

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> run(settings, temporary.resolve("cgc"), false, 0))
                .withMessage("unseen.starts has blend, and cgc-moe has experts per task, which cannot be blended:"
                        + " leave out one of the two");
    }

    @Test
    void everyProtocolScoresTheMethodsItAppliesTo() throws IOException {
        RunSettings settings = TinyWorld.settings(1, 2);
        Results results = run(settings, temporary.resolve("run"), false, Integer.MAX_VALUE);

        assertThat(low(results).methods().keySet())
                .containsExactly("single-task", "dense-mtl", "shared-gate-moe", "task-gate-moe");
        assertThat(low(results).scored().get("single-task").cells())
                .extracting(cell -> cell.target() + " " + cell.size())
                .containsExactly("low 4", "low 16", "new-a 4", "new-a 16");

        UnseenTaskDetails gates = unseen(results).scored().get("task-gate-moe");
        assertThat(gates.scoredStart()).isEqualTo(GateStart.RELATED);
        assertThat(gates.starts().keySet()).containsExactly("related", "wrong", "fresh");
        assertThat(gates.cells()).hasSize(2 * 3 * 2);
        assertThat(unseen(results).methods()).hasSize(4);

        assertThat(robustness(results).methods().get("single-task")).isInstanceOf(MethodResult.NotApplicable.class);
        RobustnessDetails details = robustness(results).scored().get("dense-mtl");
        assertThat(details.sequential().oldTasks())
                .extracting(RobustnessDetails.OldTask::task)
                .containsExactly("seen-a", "seen-b", "low");
        assertThat(details.joint().newTasks())
                .extracting(RobustnessDetails.NewTask::task)
                .containsExactly("other-a", "other-b");

        assertThat(results.tasks())
                .hasSize(7)
                .allSatisfy(task -> assertThat(task.methods()).isNotEmpty());
    }

    /** The order of the methods in the file does not depend on their order in the settings. */
    @Test
    void resultsJsonHasItsKeysInTheDocumentedOrder() throws IOException {
        Path folder = temporary.resolve("run");
        run(
                TinyWorld.settings("methods: [task-gate-moe, dense-mtl, single-task]", 1),
                folder,
                false,
                Integer.MAX_VALUE);
        JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("results.json")));

        String keys = """
                : suite encoder preset split seeds environment settings costs tasks notes protocols
                /environment: jdk cpu threads vectorBits backend commit
                /settings: preset data encoder protocols methods seeds split backend examples model mixing training low-resource \
                base unseen robustness
                /costs: single-task dense-mtl task-gate-moe
                /costs/dense-mtl: parameters activeParameters flopsPerToken seconds
                /costs/dense-mtl/seconds: mean ci95 perSeed reason
                /tasks/0: name family metric labels trainSize testSize baseline source methods
                /tasks/0/methods: single-task dense-mtl task-gate-moe
                /tasks/0/methods/dense-mtl: score others mark classes
                /tasks/0/methods/dense-mtl/classes/0: label examples precision recall f1
                /protocols: low-resource-transfer unseen-task-generalization unrelated-task-robustness
                LOW: methods comparisons learningCurves routing trends
                LOW/methods: single-task dense-mtl task-gate-moe
                LOW/methods/dense-mtl: score details
                LOW/methods/dense-mtl/score: mean ci95 perSeed reason
                LOW/methods/dense-mtl/details: cells
                LOW/methods/dense-mtl/details/cells/0: target metric size score
                LOW/learningCurves/0: method task run seed points
                LOW/learningCurves/0/points/0: step trainLoss devLoss
                LOW/trends/0: method run seed layer tasks points
                LOW/trends/0/points/0: step load entropy maxOverMean dropped specialisation
                UNSEEN: methods comparisons learningCurves routing trends
                UNSEEN/methods/task-gate-moe: score details
                UNSEEN/methods/task-gate-moe/details: scoredStart targets cells areas starts startComparisons
                UNSEEN/methods/task-gate-moe/details/targets/0: name metric relatedTask wrongTask
                UNSEEN/methods/task-gate-moe/details/cells/0: target start shots score
                UNSEEN/methods/task-gate-moe/details/areas/0: target start area
                UNSEEN/methods/task-gate-moe/details/starts: related wrong fresh
                UNSEEN/methods/dense-mtl/details/starts: none
                UNSEEN/routing/0: method run seed layer tasks load entropy maxOverMean dropped specialisation coActivation
                ADDED: methods comparisons learningCurves routing trends
                ADDED/methods/single-task: notApplicable
                ADDED/methods/dense-mtl: score details
                ADDED/methods/dense-mtl/details: sequential joint
                ADDED/methods/dense-mtl/details/joint: oldTasks newTasks meanChange worstChange
                ADDED/methods/dense-mtl/details/joint/oldTasks/0: task metric before after change
                ADDED/methods/dense-mtl/details/joint/newTasks/0: task metric score
                """.replace("LOW", "/protocols/low-resource-transfer")
                .replace("UNSEEN", "/protocols/unseen-task-generalization")
                .replace("ADDED", "/protocols/unrelated-task-robustness");
        assertThat(keys.lines()).allSatisfy(line -> {
            String[] placeAndKeys = line.split(": ");
            assertThat(json.at(placeAndKeys[0]).propertyNames())
                    .as(placeAndKeys[0])
                    .containsExactly(placeAndKeys[1].split(" "));
        });
        assertThat(json.at("/protocols/low-resource-transfer/comparisons").propertyNames())
                .containsExactly("task-gate-moe - dense-mtl", "task-gate-moe - single-task", "dense-mtl - single-task");
    }

    /** Uses noisy routing with a capacity, several tasks in a batch and annealed mixing. */
    @Test
    void everyMethodRunsThroughEveryProtocol() throws IOException {
        List<String> names = Method.BUILT_IN.collect(Method::name).castToList();
        RunSettings settings = TinyWorld.settings("""
                methods: %s
                mixing: {rule: annealed}
                model: {moe: {layers: [1], selection: {noisy: true, capacity-factor: 1.5}, gate: {jitter: 0.01}}}
                training: {tasks-per-batch: 2, router-losses: {mutual-information: 0.01, z: 0.001}}
                """.formatted(names), 1);
        Results results = run(settings, temporary.resolve("run"), false, Integer.MAX_VALUE);

        assertThat(low(results).methods().keySet()).containsExactlyElementsOf(names);
        assertThat(unseen(results).methods().keySet()).containsExactlyElementsOf(names);
        for (Method method : Method.BUILT_IN) {
            UnseenTaskDetails details = unseen(results).scored().get(method.name());
            assertThat(details.starts()).as(method.name()).hasSize(method.hasTaskGates() ? 3 : 1);
            assertThat(low(results).trends())
                    .filteredOn(trend -> trend.label().method().equals(method.name()))
                    .as("trends of %s at two sizes", method)
                    .hasSize(method.isSparse() ? 2 : 0)
                    .allSatisfy(trend -> assertThat(trend.layer()).isEqualTo(1));
            assertThat(unseen(results).routing())
                    .filteredOn(map -> map.label().method().equals(method.name()))
                    .as("routing of %s", method)
                    .hasSize(method.isSparse() ? 1 : 0);
        }
    }

    @Test
    void aStoppedAndResumedRunHasTheSameResults() throws IOException {
        RunSettings settings = TinyWorld.settings(1);
        Results whole = run(settings, temporary.resolve("whole"), false, Integer.MAX_VALUE);

        Path folder = temporary.resolve("stopped");
        Results partial = run(settings, folder, false, 90);
        assertThat(partial.equals(whole)).isFalse();
        long done = Files.readAllLines(folder.resolve("runs.jsonl")).size();
        assertThat(done).isBetween(3L, 15L);
        // as after a crash while a line was written
        Files.writeString(folder.resolve("runs.jsonl"), "{\"settings\":", StandardOpenOption.APPEND);
        Results resumed = run(settings, folder, true, Integer.MAX_VALUE);

        assertThat(resumed.protocols().equals(whole.protocols()))
                .as("protocols are equal")
                .isTrue();
        assertThat(resumed.tasks()).isEqualTo(whole.tasks());
        assertThat(Files.readAllLines(folder.resolve("runs.jsonl")))
                .hasSameSizeAs(Files.readAllLines(temporary.resolve("whole").resolve("runs.jsonl")));
    }

    /**
     * Every method is trained on the same examples, and in the same order if a batch has one task. A model of one task is trained on the
     * part of its task.
     */
    @Test
    void exposureIsMatchedAcrossMethods() {
        // gates that start by relatedness read a sample of the training examples before the training
        Design design = TinyWorld.design(TinyWorld.settings("model: {moe: {gate: {start: independent}}}", 1));
        LowResourceTransfer lowResource = new LowResourceTransfer();
        List<String> dense = shown(design, lowResource, Method.DENSE_MTL);

        assertThat(dense).isNotEmpty();
        assertThat(shown(design, lowResource, Method.SHARED_GATE_MOE)).isEqualTo(dense);
        assertThat(shown(design, lowResource, Method.TASK_GATE_MOE)).isEqualTo(dense);
        assertThat(shown(design, lowResource, Method.DENSE_PCGRAD))
                .as("batches of several tasks hold the same examples")
                .isNotEqualTo(dense)
                .containsExactlyInAnyOrderElementsOf(dense);
        List<String> ofTargets = new ArrayList<>();
        for (int size : design.settings().section(LowResourceSettings.class).sizes()) {
            for (String target : List.of("low", "new-a")) {
                String prefix = size + " " + design.slots().of(target) + ":";
                dense.stream().filter(entry -> entry.startsWith(prefix)).forEach(ofTargets::add);
            }
        }
        List<String> single = shown(design, lowResource, Method.SINGLE_TASK);
        assertThat(single)
                .filteredOn(entry -> !entry.startsWith("all "))
                .hasSizeLessThan(dense.size())
                .isEqualTo(ofTargets);
        assertThat(single)
                .filteredOn(entry -> entry.startsWith("all "))
                .as("every task also has a separate model")
                .extracting(entry -> entry.split(":")[0])
                .contains(IntStream.range(0, design.slots().count())
                        .mapToObj(task -> "all " + task)
                        .toArray(String[]::new));

        UnrelatedTaskRobustness robustness = new UnrelatedTaskRobustness();
        List<String> grown = shown(design, robustness, Method.DENSE_MTL);
        assertThat(shown(design, robustness, Method.TASK_GATE_MOE)).isEqualTo(grown);
    }

    /** The training examples that a protocol's units read, as unit, task and example. */
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
            for (Unit u : protocol.units(design, method, 1)) {
                unit[0] = u.key().variant().replace("size ", "");
                u.run(lab, Progress.NONE);
            }
        }
        return shown;
    }

    /** Compares with scores that were computed by hand from made-up accuracies. */
    @Test
    void scoresAreAggregatedAsTheProtocolsDefine() {
        Results results = madeUp(TinyWorld.settings(1));

        // targets .5 and .7 with 4 examples, .6 and .9 with 16
        assertThat(score(low(results))).isCloseTo((0.5 + 0.7 + 0.6 + 0.9) / 4, within(1e-12));
        // means over draws: .4 with 4 shots, .8 with 16; the area between two points is their mean
        assertThat(score(unseen(results))).isCloseTo(0.6, within(1e-12));
        // before .8, .8, .8; after .7, .8, .4
        assertThat(score(robustness(results))).isCloseTo((-0.1 + 0 - 0.4) / 3, within(1e-12));
        RobustnessDetails details = robustness(results).scored().get("task-gate-moe");
        assertThat(details.sequential().worstChange().mean()).isCloseTo(-0.4, within(1e-12));
    }

    @Test
    void unrelatedTasksCanBeAddedInOneFormOnly() {
        RunSettings settings = TinyWorld.settings("robustness: {forms: [joint]}", 1);
        Results results = madeUp(settings);

        assertThat(Plan.of(TinyWorld.design(settings)).units())
                .extracting(unit -> unit.key().variant())
                .contains("joint")
                .doesNotContain("sequential");
        assertThat(robustness(results).scored().get("task-gate-moe").sequential())
                .isNull();
        assertThat(score(robustness(results))).isCloseTo((-0.1 + 0 - 0.4) / 3, within(1e-12));
        assertThat(ResultsJson.toJson(results)).contains("\"joint\" : {").doesNotContain("\"sequential\"");
        List<Exhibition> exhibitions = Protocols.exhibitions(results);
        assertThat(MarkdownTables.of(results, exhibitions))
                .contains("trained together")
                .doesNotContain("added afterwards");
        assertThat(Jsoup.parse(HtmlReport.toHtml(results, exhibitions))
                        .select("#robustness h3 + p")
                        .eachText())
                .first()
                .isEqualTo("This form was not part of the run.");
    }

    private static double score(ProtocolResult<?> result) {
        return ((MethodResult.Scored<?>) result.methods().get("task-gate-moe"))
                .score()
                .mean();
    }

    /** The results of a run with made-up scores of its units. */
    private static Results madeUp(RunSettings settings) {
        Design design = TinyWorld.design(settings);
        Finished finished = new Finished();
        Plan.of(design).units().forEach(unit -> finished.add(madeUp(unit.key())));
        return new ResultsAssembly(design, finished).results("tiny", ENVIRONMENT, Map.of());
    }

    private static UnitResult madeUp(UnitKey key) {
        List<UnitResult.Score> scores = new ArrayList<>(
                switch (key.variant()) {
                    case "size 4" -> scores("low", 0.5, "new-a", 0.7);
                    case "size 16" -> scores("low", 0.6, "new-a", 0.9);
                    case "all" -> scores("seen-a", 0.8, "seen-b", 0.8, "low", 0.8);
                    default -> scores("seen-a", 0.7, "seen-b", 0.8, "low", 0.4, "other-a", 0.9, "other-b", 0.9);
                });
        for (String start : List.of("related", "wrong", "fresh", "none")) {
            // with another gate start all scores are 0
            double factor = start.equals("related") || start.equals("none") ? 1 : 0;
            scores.add(UnitResult.Score.under(start + "/4/0", key.variant(), 0.3 * factor));
            scores.add(UnitResult.Score.under(start + "/4/1", key.variant(), 0.5 * factor));
            scores.add(UnitResult.Score.under(start + "/16/0", key.variant(), 0.7 * factor));
            scores.add(UnitResult.Score.under(start + "/16/1", key.variant(), 0.9 * factor));
        }
        return UnitResult.of(key, scores, List.of(), List.of(), List.of());
    }

    private static List<UnitResult.Score> scores(Object... pairs) {
        List<UnitResult.Score> scores = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            scores.add(UnitResult.Score.of((String) pairs[i], (double) pairs[i + 1], Map.of()));
        }
        return scores;
    }
}
