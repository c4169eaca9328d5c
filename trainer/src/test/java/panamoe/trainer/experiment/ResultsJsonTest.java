package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.learner.training.LearningCurve;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultsJsonTest {

    private static final JsonMapper PLAIN = new JsonMapper();

    @Test
    void theKeysAndTheirOrderAreAsDocumented() {
        JsonNode json = PLAIN.readTree(ResultsJson.toJson(SampleResults.quick()));
        assertThat(names(json))
                .containsExactly(
                        "suite",
                        "encoder",
                        "preset",
                        "split",
                        "seeds",
                        "environment",
                        "settings",
                        "costs",
                        "tasks",
                        "notes",
                        "protocols");
        assertThat(names(json.get("environment")))
                .containsExactly("jdk", "cpu", "threads", "vectorBits", "backend", "commit");
        JsonNode protocols = json.get("protocols");
        assertThat(names(protocols))
                .containsExactly("low-resource-transfer", "unseen-task-generalization", "unrelated-task-robustness");
        for (JsonNode protocol : protocols) {
            assertThat(names(protocol))
                    .containsExactly("methods", "comparisons", "learningCurves", "routing", "trends");
            assertThat(names(protocol.get("methods")))
                    .containsExactly(
                            "single-task",
                            "dense-mtl",
                            "dense-uncertainty",
                            "dense-gradnorm",
                            "dense-pcgrad",
                            "dense-cagrad",
                            "shared-gate-moe",
                            "random-gate-moe",
                            "hash-gate-moe",
                            "dense-mixture-moe",
                            "private-expert-moe",
                            "cgc-moe",
                            "task-embedding-moe",
                            "task-gate-moe");
        }
        JsonNode method = protocols.at("/low-resource-transfer/methods/task-gate-moe");
        assertThat(names(method)).containsExactly("score", "details");
        assertThat(names(method.get("score"))).containsExactly("mean", "ci95", "perSeed");
        assertThat(method.at("/score/ci95").isArray()).isTrue();
        assertThat(method.at("/score/ci95").size()).isEqualTo(2);
        assertThat(method.at("/score/ci95/0").asDouble())
                .isLessThan(method.at("/score/mean").asDouble())
                .isLessThan(method.at("/score/ci95/1").asDouble());
        assertThat(method.at("/score/perSeed").size()).isEqualTo(3);
        assertThat(names(protocols.at("/unseen-task-generalization/methods/single-task")))
                .containsExactly("notApplicable");
        assertThat(names(protocols.at("/low-resource-transfer/comparisons")))
                .hasSize(14 * 13 / 2)
                .startsWith("task-gate-moe - task-embedding-moe", "task-gate-moe - cgc-moe")
                .contains("task-gate-moe - dense-mtl")
                .endsWith("dense-uncertainty - single-task", "dense-mtl - single-task");
        assertThat(names(protocols.at("/low-resource-transfer/comparisons/task-gate-moe - dense-mtl")))
                .containsExactly("mean", "ci95", "perSeed");
    }

    @Test
    void aTaskWithoutTokensHasAnEmptyLoadAndANullEntropy() {
        JsonNode protocol =
                PLAIN.readTree(ResultsJson.toJson(SampleResults.quick())).at("/protocols/unseen-task-generalization");
        assertThat(names(protocol.at("/routing/0")))
                .containsExactly(
                        "method",
                        "run",
                        "seed",
                        "layer",
                        "tasks",
                        "load",
                        "entropy",
                        "maxOverMean",
                        "dropped",
                        "specialisation",
                        "coActivation");
        assertThat(names(protocol.at("/trends/0")))
                .containsExactly("method", "run", "seed", "layer", "tasks", "points");
        JsonNode first = protocol.at("/trends/0/points/0");
        assertThat(names(first)).containsExactly("step", "load", "entropy", "maxOverMean", "dropped", "specialisation");
        assertThat(first.at("/load/1").isEmpty()).isTrue();
        assertThat(first.at("/entropy/1").isNull()).isTrue();
        assertThat(first.at("/load/2").size()).isEqualTo(8);
    }

    @Test
    void aProtocolThatWasNotRunHasNoKeyAndOneSeedHasANullIntervalWithAReason() {
        JsonNode protocols =
                PLAIN.readTree(ResultsJson.toJson(SampleResults.smoke())).get("protocols");
        assertThat(names(protocols)).containsExactly("low-resource-transfer");
        JsonNode score = protocols.at("/low-resource-transfer/methods/dense-mtl/score");
        assertThat(score.get("ci95").isNull()).isTrue();
        assertThat(score.get("reason").asString()).isEqualTo("one seed: no interval");
    }

    @Test
    void noNaNReachesTheFile() {
        assertThat(ResultsJson.toJson(SampleResults.quick()))
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
        assertThat(LearningCurve.Point.of(5, Double.NaN, 0.5))
                .isEqualTo(new LearningCurve.Point(5, null, 0.5, "train loss was NaN"));
        Results.Run plain = SampleResults.smoke().run();
        assertThatThrownBy(() -> new Results.Run(
                        plain.suite(),
                        plain.encoder(),
                        plain.preset(),
                        plain.split(),
                        plain.seeds(),
                        plain.environment(),
                        Map.of("rate", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rate");
    }

    @Test
    void writingReplacesTheFileAndLeavesNoOther(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        ResultsJson.write(SampleResults.smoke(), file);
        ResultsJson.write(SampleResults.quick(), file);
        assertThat(Files.readString(file)).isEqualTo(ResultsJson.toJson(SampleResults.quick()));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static List<String> names(JsonNode node) {
        return new ArrayList<>(node.propertyNames());
    }
}
