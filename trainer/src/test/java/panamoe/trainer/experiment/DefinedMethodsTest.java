package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.base.BaseSettings;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.report.MarkdownTables;
import panamoe.trainer.report.html.HtmlReport;

/** Tests methods that a settings file defines. */
class DefinedMethodsTest {

    private static final String TASK_GATE_PCGRAD = "{name: task-gate-pcgrad, gate: task, weighting: pcgrad}";
    private static final Method MINE = new Method("mine", GateKind.TASK, LossWeighting.PCGRAD);

    @TempDir
    private Path temporary;

    private static RunSettings settings(String methods) {
        return TinyWorld.settings("methods: [" + methods + "]", 1);
    }

    private Results run(RunSettings settings) throws IOException {
        Environment environment = new Environment("jdk", "cpu", 1, 0, "scalar", "unknown");
        RunFolder folder = RunFolder.open(temporary.resolve("run"), settings, false);
        try (Backend backend = Backends.create("scalar", 1)) {
            Experiment experiment = Experiment.open(
                    settings,
                    new TinyWorld.TinySuite(),
                    new SharedEncoder(TinyWorld::pretrained, backend),
                    environment,
                    folder);
            experiment.run(TinyWorld.NO_LISTENER);
            return experiment.results();
        }
    }

    @Test
    void definedMethodsRunThroughEveryProtocolToTheReport() throws IOException {
        Results results = run(settings(TASK_GATE_PCGRAD + """
                , task-gate-moe, dense-mtl, single-task
                , {name: shared-gate-uncertainty, gate: shared, weighting: uncertainty}
                , {name: dense-alone, gate: none, weighting: separate}
                """));

        String[] names = {
            "single-task", "dense-mtl", "dense-alone", "shared-gate-uncertainty", "task-gate-pcgrad", "task-gate-moe"
        };
        assertThat(results.costs()).containsOnlyKeys(names);
        assertThat(results.protocols().values())
                .hasSize(3)
                .allSatisfy(protocol -> assertThat(protocol.methods().keySet()).containsExactly(names));
        assertThat(results.protocols().get(LowResourceTransfer.NAME).scored()).containsOnlyKeys(names);

        ProtocolResult<UnseenTaskDetails> unseen =
                results.protocols().get(UnseenTaskGeneralization.NAME).of(UnseenTaskDetails.class);
        assertThat(unseen.scored().get("task-gate-pcgrad").starts()).containsOnlyKeys("related", "wrong", "fresh");
        assertThat(unseen.scored().get("shared-gate-uncertainty").starts()).containsOnlyKeys("none");
        assertThat(unseen.scored().get("dense-alone").starts()).containsOnlyKeys("none");
        assertThat(unseen.routing())
                .extracting(map -> map.label().method())
                .contains("task-gate-pcgrad", "shared-gate-uncertainty")
                .doesNotContain("dense-alone");

        ProtocolResult<?> robustness = results.protocols().get(UnrelatedTaskRobustness.NAME);
        assertThat(robustness.methods().get("dense-alone")).isInstanceOf(MethodResult.NotApplicable.class);
        assertThat(robustness.mainComparisons())
                .containsOnlyKeys(
                        "task-gate-moe - task-gate-pcgrad",
                        "task-gate-moe - shared-gate-uncertainty",
                        "task-gate-moe - dense-mtl");

        List<Exhibition> exhibitions = Protocols.exhibitions(results);
        Document page = Jsoup.parse(HtmlReport.toHtml(results, exhibitions));
        assertThat(page.select("#cost tbody th").eachText()).containsExactly(names);
        assertThat(page.select("#low-resource table").first().select("tbody th").eachText())
                .containsExactly(names);
        assertThat(MarkdownTables.of(results, exhibitions)).contains("| task-gate-pcgrad | ");
    }

    /** A definition that equals a built-in method except for its name gives the same scores. */
    @Test
    void aDefinitionOfABuiltInMethodLearnsTheSame() throws IOException {
        Results results = run(TinyWorld.settings("""
                protocols: [low-resource-transfer]
                methods: [dense-pcgrad, {name: mine, weighting: pcgrad}, task-gate-moe, {name: yours, gate: task}
                  , single-task, {name: alone, weighting: separate}]
                """, 1));

        var scored = results.protocols()
                .get(LowResourceTransfer.NAME)
                .of(LowResourceDetails.class)
                .scored();
        assertThat(scored.get("mine")).isEqualTo(scored.get("dense-pcgrad"));
        assertThat(scored.get("yours")).isEqualTo(scored.get("task-gate-moe"));
        assertThat(scored.get("alone")).isEqualTo(scored.get("single-task"));
        assertThat(scored.get("mine")).isNotEqualTo(scored.get("yours"));
    }

    @Test
    void aDefinitionIsReadAndWrittenUnchanged() {
        RunSettings settings = settings("dense-mtl, " + TASK_GATE_PCGRAD + ", {name: plain}");

        assertThat(settings.methods())
                .containsExactly(
                        Method.DENSE_MTL,
                        new Method("task-gate-pcgrad", GateKind.TASK, LossWeighting.PCGRAD),
                        new Method("plain", null, LossWeighting.EQUAL));
        assertThat(SettingsReader.toMap(settings).get("methods"))
                .hasToString("[dense-mtl, {name=task-gate-pcgrad, gate=task, weighting=pcgrad},"
                        + " {name=plain, gate=none, weighting=equal}]");
        assertThat(SettingsReader.read(SettingsTree.ofOptions(SettingsReader.toMap(settings))))
                .isEqualTo(settings);
    }

    /** The kept settings of such a run can be read again, and its rows have the same hash as those of the run with all methods. */
    @Test
    void theRatesOfALeftOutMethodAreRemoved() throws IOException {
        RunSettings all = read("""
                methods: [dense-mtl, {name: mine, gate: task}]
                training: {trunk-rates: {mine: 0.1, dense-mtl: 0.2}}
                base: {expert-rates: {mine: 0.3, task-gate-moe: 0.4}}
                """);

        RunSettings dense = SettingsReader.read(Map.of("methods", List.of("dense-mtl")), all);

        assertThat(dense.training().trunkRates()).containsOnlyKeys("dense-mtl");
        assertThat(dense.section(BaseSettings.class).expertRates()).containsOnlyKeys("task-gate-moe");
        assertThat(read(SettingsReader.text(dense))).isEqualTo(dense);
        assertThat(SettingsReader.unitHash(dense, Method.DENSE_MTL))
                .isEqualTo(SettingsReader.unitHash(all, Method.DENSE_MTL));
        assertThat(SettingsReader.unitHash(all, all.methods().getLast()))
                .isNotEqualTo(SettingsReader.unitHash(all, Method.DENSE_MTL));
    }

    /** The other methods of the settings do not change the hash. */
    @Test
    void theHashOfADefinedMethodDependsOnItsDefinition() {
        String hash = hashOfTheLast("{name: mine, gate: task, weighting: pcgrad}");

        assertThat(hashOfTheLast("dense-mtl, {weighting: pcgrad, gate: task, name: mine}"))
                .isEqualTo(hash);
        assertThat(List.of(
                        hashOfTheLast("{name: mine, gate: shared, weighting: pcgrad}"),
                        hashOfTheLast("{name: mine, gate: task, weighting: gradnorm}"),
                        hashOfTheLast("{name: yours, gate: task, weighting: pcgrad}"),
                        hashOfTheLast("dense-mtl")))
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
    }

    private static String hashOfTheLast(String methods) {
        RunSettings settings = settings(methods);
        return SettingsReader.unitHash(settings, settings.methods().getLast());
    }

    @Test
    void theHashOfABuiltInMethodDoesNotDependOnDefinedMethods() {
        RunSettings without = settings("dense-mtl");
        RunSettings with = settings("dense-mtl, " + TASK_GATE_PCGRAD);

        assertThat(Method.BUILT_IN.collect(method -> SettingsReader.unitHash(with, method)))
                .containsOnly(SettingsReader.unitHash(without, Method.DENSE_MTL));
        assertThat(SettingsReader.hash(with)).as("of the whole run").isNotEqualTo(SettingsReader.hash(without));
    }

    @Test
    void aDefinedMethodCanHaveItsOwnRates() {
        RunSettings settings = TinyWorld.settings("""
                methods: [{name: mine, gate: task, weighting: pcgrad}, dense-mtl]
                training: {trunk-rates: {mine: 0.1}}
                base: {expert-rates: {mine: 0.2}}
                """, 1);

        assertThat(settings.training().recipe(MINE).rates().trunk()).isEqualTo(0.1);
        assertThat(settings.training().recipe(MINE).rates().experts()).isEqualTo(0.1);
        assertThat(BaseSettings.recipe(settings, MINE).rates().experts()).isEqualTo(0.2);
        assertThat(settings.training().recipe(Method.DENSE_MTL))
                .isEqualTo(settings.training().recipe());
    }

    @Test
    void ratesCanNameDefinedMethods() throws IOException {
        SettingsTree file = SettingsTree.read(Files.writeString(temporary.resolve("s.yaml"), """
                methods: [{name: mine, gate: task}]
                training: {trunk-rates: {mine: 0.1}}
                """));
        assertThat(SettingsReader.read(file, Preset.QUICK.tree()).training().trunkRates())
                .containsOnlyKeys("mine");

        assertRefused(
                "{methods: [{name: mine, gate: task}], training: {trunk-rates: {yours: 0.1}}}",
                ": training.trunk-rates.yours: unknown method: expected one of single-task, dense-mtl,"
                        + " dense-uncertainty, dense-gradnorm, dense-pcgrad, dense-cagrad, shared-gate-moe, random-gate-moe,"
                        + " hash-gate-moe, dense-mixture-moe, private-expert-moe, cgc-moe, task-embedding-moe, mine, task-gate-moe");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: dense-mtl, gate: task}           | : methods[2]: method dense-mtl is built in: take it by its name alone, or give the definition another name
            {name: mine, weighting: fair}           | : methods[2]: unknown weighting "fair": expected one of separate, equal, uncertainty, gradnorm, pcgrad, cagrad
            {name: mine, gat: task}                 | : methods[2]: keys [name, gat] of a method: expected name, gate and weighting
            {name: My method, gate: task}           | : methods[2]: method name "My method": expected lower-case letters and digits joined by hyphens, a letter first, at most 64 characters
            {name: "1e3"}                           | : methods[2]: method name "1e3": expected lower-case letters and digits joined by hyphens, a letter first, at most 64 characters
            {name: mine, gate: null}                | : methods[2]: method {name=mine, gate=null}: expected a value for each key
            {gate: task}                            | : methods[2]: method {gate=task}: expected a name
            {name: 7, gate: task}                   | : methods[2]: method {name=7, gate=task}: expected a name
            {name: mine}, {name: mine, gate: task}  | : names of methods [single-task, mine, mine]: expected each once
            {name: mine}, {name: mine}              | : methods [single-task, mine, mine]: expected at least one, each once
            """)
    void invalidDefinitionsAreRefused(String methods, String message) {
        assertRefused("methods: [single-task, " + methods + "]", message);
    }

    @Test
    void anUnknownGateIsRefusedWithTheListOfGates() {
        String gates = Stream.of(GateKind.values()).map(GateKind::label).collect(Collectors.joining(", "));
        assertThat(gates).contains("shared, random", "task-embedding, task");
        assertRefused(
                "methods: [{name: mine, gate: best}]",
                ": methods[1]: unknown gate \"best\": expected none or one of " + gates);
    }

    /** The rules for built-in methods also hold for defined methods with the same gate or weighting. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model: {moe: {selection: {k: 2, weighting: renormalized}}} | {name: mine, gate: hash}       | : mine with TokenChoice[
            training: {batch-size: 3}                                  | {name: mine, weighting: pcgrad} | : batch-size 3 of mine: expected at least one example of 4 tasks
            training: {shared-gates: 0.5}                              | {name: mine, gate: task, weighting: pcgrad} | : shared-gates 0.5 with mine, whose batches hold 4 tasks
            training: {router-losses: {load: 0.1}}                     | {name: mine, gate: task}       | : router loss load with mine
            """)
    void settingsThatContradictADefinedMethodAreRefused(String setting, String method, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read("methods: [" + method + "]\n" + setting))
                .withMessageStartingWith(temporary.resolve("s.yaml") + message);
    }

    private RunSettings read(String yaml) throws IOException {
        return SettingsReader.read(
                SettingsTree.read(Files.writeString(temporary.resolve("s.yaml"), yaml)), Preset.QUICK.tree());
    }

    private void assertRefused(String yaml, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read(yaml))
                .withMessage(temporary.resolve("s.yaml") + message);
    }
}
