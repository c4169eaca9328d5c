package panamoe.trainer.cli;

import java.util.stream.IntStream;
import panamoe.trainer.learner.Method;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.inspection.ExpertUse;
import panamoe.trainer.product.inspection.ModelInspection;
import panamoe.trainer.product.inspection.Overlap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An inspection as a JSON object; its keys are those of the files of a model. */
final class InspectionJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private InspectionJson() {}

    static String of(ModelInspection model) {
        ModelConfig config = model.config();
        ObjectNode object = MAPPER.createObjectNode();
        object.put("model", model.folder().toString());
        putMethod(object.putObject("method"), config.method());
        putEncoder(object.putObject("encoder"), config);
        if (config.hasExperts()) {
            putExperts(object.putObject("experts"), config);
        }
        object.putObject("parameters")
                .put("all", model.parameters())
                .put("trained", model.cost().parameters())
                .put("active", model.cost().activeParameters());
        object.put("flops_per_token", model.cost().flopsPerToken());
        object.putObject("bytes").put("model", model.modelBytes()).put("folder", model.folderBytes());
        object.put("slots", config.slots());
        ArrayNode tasks = object.putArray("tasks");
        model.tasks().forEach(task -> put(tasks.addObject(), task));
        ArrayNode layers = object.putArray("routing");
        model.layers().forEach(use -> put(layers.addObject(), use));
        ArrayNode overlaps = object.putArray("overlaps");
        model.overlaps().forEach(pair -> put(overlaps.addObject(), pair));
        ArrayNode history = object.putArray("history");
        config.history().forEach(entry -> put(history.addObject(), entry));
        return MAPPER.writeValueAsString(object) + "\n";
    }

    private static void putMethod(ObjectNode object, Method method) {
        method.definition().forEach(object::put);
    }

    private static void putEncoder(ObjectNode object, ModelConfig config) {
        object.put("name", config.encoderName())
                .put("layers", config.encoder().numHiddenLayers())
                .put("width", config.encoder().hiddenSize())
                .put("max_tokens", config.model().maxTokens());
        object.putPOJO(
                "trained_layers",
                IntStream.rangeClosed(
                                config.model().firstLayer(), config.model().lastLayer())
                        .boxed()
                        .toList());
        object.putPOJO("sparse_layers", config.sparseLayers());
    }

    private static void putExperts(ObjectNode object, ModelConfig config) {
        ArrayNode layers = object.putArray("layers");
        config.experts()
                .forEach((layer, count) -> layers.addObject()
                        .put("layer", layer)
                        .put("experts", count)
                        .put("per_token", config.expertsPerToken(layer)));
        object.put("shared", config.model().moe().sharedExpert());
    }

    private static void put(ObjectNode object, KeptTask task) {
        object.put("task", task.name())
                .put("slot", task.slot())
                .put("kind", task.kind().toString())
                .put("description", task.description());
        object.putPOJO("labels", task.labels());
        object.putPOJO("range", task.range());
        object.putPOJO("metrics", task.metrics());
        object.putPOJO("examples", task.examples());
        object.putPOJO("scores", task.scores());
        object.putPOJO("baselines", task.baselines());
    }

    private static void put(ObjectNode object, ExpertUse use) {
        object.put("layer", use.layer());
        object.putPOJO("shares", use.shares());
    }

    private static void put(ObjectNode object, Overlap pair) {
        object.put("task", pair.task()).put("other", pair.other());
        object.putPOJO("layers", pair.layers());
        object.put("mean", pair.mean());
    }

    private static void put(ObjectNode object, HistoryEntry entry) {
        object.put("event", entry.event().toString());
        object.putPOJO("tasks", entry.tasks());
        object.put("data", entry.data()).put("steps", entry.steps()).put("seed", entry.seed());
        entry.threshold().ifPresent(threshold -> object.put("threshold", threshold));
        object.put("program", entry.program());
    }
}
